package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.Violation;
import java.util.ArrayList;
import java.util.List;

/** Makes a scenario that broke a rule smaller, as long as it still breaks that rule. */
final class Shrinking {
    private final Subject subject;
    private final Expectation expected;

    Shrinking(Subject subject, Expectation expected) {
        this.subject = subject;
        this.expected = expected;
    }

    Finding shrunk(Finding finding) {
        Rule rule = finding.violations().get(0).rule();
        Finding smallest = withoutStorm(finding, rule);
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = 0; i < smallest.scenario().mishaps().size() && !smaller; i++) {
                List<Mishap> fewer = new ArrayList<>(smallest.scenario().mishaps());
                fewer.remove(i);
                Finding without = tried(smallest.scenario().with(fewer));
                if (without.breaks(rule)) {
                    smallest = without;
                    smaller = true;
                }
            }
        }
        return smallest;
    }

    /** The faults that the storm has made, one by one, where that breaks the rule as well. */
    private Finding withoutStorm(Finding finding, Rule rule) {
        Run run = Run.of(subject, finding.scenario());
        if (run.faultsOfStorm().isEmpty()) {
            return finding;
        }
        Finding single = tried(finding.scenario().with(run.faultsOfStorm()));
        return single.breaks(rule) ? single : finding;
    }

    private Finding tried(Scenario scenario) {
        List<Violation> violations = Verdict.on(Run.of(subject, scenario), expected);
        return new Finding(scenario, violations);
    }
}
