/** Deployments to this machine: environments of real processes behind a real router. */
@NullMarked
package dev.viridian.local;

import org.jspecify.annotations.NullMarked;
