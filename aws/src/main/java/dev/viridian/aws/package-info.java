/** Artifacts and state on AWS. */
@NullMarked
package dev.viridian.aws;

import org.jspecify.annotations.NullMarked;
