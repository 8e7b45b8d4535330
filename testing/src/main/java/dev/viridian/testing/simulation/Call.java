package dev.viridian.testing.simulation;

import java.time.Instant;

/**
 * A call that a controller made of the platform.
 *
 * @param controller 1 for the first controller of the world, and so on
 * @param number its number among the calls of its controller, from 1
 * @param at when
 * @param operation what was called
 * @param subject what it was about
 * @param answer what was answered
 * @param fault what went wrong with it
 */
public record Call(
        int controller, int number, Instant at, Operation operation, String subject, String answer, Fault fault) {}
