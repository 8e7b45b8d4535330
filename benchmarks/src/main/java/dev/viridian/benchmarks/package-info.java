/** Measurements: each is a program that prints its figures. */
@NullMarked
package dev.viridian.benchmarks;

import org.jspecify.annotations.NullMarked;
