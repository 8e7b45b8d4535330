/** Assertions on deployments, plans, simulated worlds and explorations whose failures tell the story. They need AssertJ. */
@NullMarked
package dev.viridian.testing.assertions;

import org.jspecify.annotations.NullMarked;
