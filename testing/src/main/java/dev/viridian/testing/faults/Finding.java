package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.Violation;
import java.util.List;

/**
 * A scenario in which a rule was broken.
 *
 * @param scenario what went wrong in it
 * @param violations which rules were broken, and how
 */
public record Finding(Scenario scenario, List<Violation> violations) {
    /** Copies the list. */
    public Finding {
        violations = List.copyOf(violations);
    }

    /** Whether that rule was broken. */
    public boolean breaks(Rule rule) {
        return violations.stream().anyMatch(violation -> violation.rule() == rule);
    }

    /** The scenario and the first rule that was broken. */
    @Override
    public String toString() {
        return scenario + ": " + violations.get(0);
    }
}
