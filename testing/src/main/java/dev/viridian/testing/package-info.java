/** What tests of deployments, and deployments that test, are written with. */
@NullMarked
package dev.viridian.testing;

import org.jspecify.annotations.NullMarked;
