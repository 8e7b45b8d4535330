/** A deployment through every fault: exploring, what was found, and doing one of the runs again. */
@NullMarked
package dev.viridian.testing.faults;

import org.jspecify.annotations.NullMarked;
