/** What is expected of results, plans, notifications, simulated worlds and explorations, for AssertJ; what fails tells the story. */
@NullMarked
package dev.viridian.testing.assertions;

import org.jspecify.annotations.NullMarked;
