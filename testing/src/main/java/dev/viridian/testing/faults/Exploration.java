package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of an exploration.
 *
 * @param scenarios how many scenarios of each kind were run
 * @param broken in how many of them a rule was broken
 * @param findings those, at most 200 of them, the smallest first
 * @param notTried what was left out, and why
 * @param took how long it took, on the machine's clock
 * @param smallest the story of the smallest finding; empty where there is none
 */
public record Exploration(
        Map<String, Integer> scenarios,
        int broken,
        List<Finding> findings,
        List<String> notTried,
        Duration took,
        String smallest) {
    /** Copies the collections. */
    public Exploration {
        findings = List.copyOf(findings);
        notTried = List.copyOf(notTried);
    }

    /** How many scenarios were run in all. */
    public int count() {
        return scenarios.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether no rule was broken in any of them. */
    public boolean holdsEveryRule() {
        return broken == 0;
    }

    /** The findings in which that rule was broken, the smallest first. */
    public List<Finding> breaking(Rule rule) {
        return findings.stream().filter(finding -> finding.breaks(rule)).toList();
    }

    /** The report: what was tried, what was not, what was found, and the story of the smallest finding. */
    public String report() {
        return ExplorationText.of(this);
    }

    @Override
    public String toString() {
        return report();
    }
}
