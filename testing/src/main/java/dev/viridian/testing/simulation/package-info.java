/** A world in memory that deployments are made to: environments, machines, a router, users, and a clock that moves only when somebody waits. */
@NullMarked
package dev.viridian.testing.simulation;

import org.jspecify.annotations.NullMarked;
