package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of all the scenarios so far. It keeps those that broke a rule, the smallest first, and only counts the others. */
final class Tally {
    private static final int MOST_KEPT = 200;
    private static final Comparator<Finding> SMALLEST_FIRST = Comparator.<Finding>comparingInt(
                    finding -> finding.scenario().mishaps().size())
            .thenComparingInt(finding -> finding.scenario().text().length())
            .thenComparing(finding -> finding.scenario().text());

    private final Map<String, Integer> scenarios = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Optional<Rule> until;
    private int broken;
    private volatile boolean done;

    /** One that is done when that rule was broken. */
    Tally(Optional<Rule> until) {
        this.until = until;
    }

    synchronized void begin(String phase) {
        scenarios.putIfAbsent(phase, 0);
    }

    synchronized void add(String phase, Scenario scenario, List<Violation> violations) {
        scenarios.merge(phase, 1, Integer::sum);
        if (!violations.isEmpty()) {
            broken++;
            done |= until.filter(rule -> violations.stream().anyMatch(violation -> violation.rule() == rule))
                    .isPresent();
            findings.add(new Finding(scenario, violations));
            if (findings.size() > 2 * MOST_KEPT) {
                keepSmallest();
            }
        }
    }

    /** The same things, and no more of them once all is done. */
    <T> Iterator<T> untilDone(Iterator<T> things) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !done && things.hasNext();
            }

            @Override
            public T next() {
                return things.next();
            }
        };
    }

    private void keepSmallest() {
        findings.sort(SMALLEST_FIRST);
        findings.subList(Math.min(MOST_KEPT, findings.size()), findings.size()).clear();
    }

    synchronized Map<String, Integer> scenarios() {
        return new LinkedHashMap<>(scenarios);
    }

    synchronized int broken() {
        return broken;
    }

    synchronized List<Finding> findings() {
        keepSmallest();
        return List.copyOf(findings);
    }
}
