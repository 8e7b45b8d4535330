package dev.viridian.engine;

import dev.viridian.Failure;
import dev.viridian.Outcome;
import java.util.Optional;

/** How a deployment ended, and of what it failed. */
record Ending(Outcome outcome, Optional<Failure> failure) {}
