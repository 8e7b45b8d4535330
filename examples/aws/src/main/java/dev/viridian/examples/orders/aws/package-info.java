/** The orders service on AWS: what has to be there before, and a day of releases, on an emulator or in memory. */
@NullMarked
package dev.viridian.examples.orders.aws;

import org.jspecify.annotations.NullMarked;
