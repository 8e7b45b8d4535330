/** Tests of what surrounds the orders service. */
@NullMarked
package dev.viridian.examples.orders;

import org.jspecify.annotations.NullMarked;
