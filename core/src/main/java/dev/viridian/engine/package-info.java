/** Performs plans: {@link dev.viridian.engine.Deployer} and everything that runs behind it. It knows no strategy and no platform. */
@NullMarked
package dev.viridian.engine;

import org.jspecify.annotations.NullMarked;
