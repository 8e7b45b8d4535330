package dev.viridian.testing.simulation;

import java.time.Instant;

/**
 * One of the rules that always hold was broken.
 *
 * @param rule which
 * @param at when
 * @param found what was found
 */
public record Violation(Rule rule, Instant at, String found) {
    /** For instance {@code traffic only to what is proven (at 12 s): …}. */
    @Override
    public String toString() {
        return "rule " + rule.number() + ", " + rule + ": " + found;
    }
}
