package dev.viridian.testing.assertions;

import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Finding;
import dev.viridian.testing.simulation.Rule;
import java.util.List;

/** Assertions on an exploration. A failure names the smallest finding with the line that replays it, and ends with the report. */
public final class ExplorationAssert extends StoryAssert<ExplorationAssert, Exploration> {
    ExplorationAssert(Exploration exploration) {
        super(exploration, ExplorationAssert.class, Exploration::report);
    }

    /** Passes where no request was dropped in any scenario, fails with one finding of {@link Rule#NO_TRAFFIC_IS_DROPPED}. */
    public ExplorationAssert neverDropsTraffic() {
        return holds(Rule.NO_TRAFFIC_IS_DROPPED);
    }

    /** Passes where nothing was left over in any scenario, fails with one finding of {@link Rule#NOTHING_IS_LEFT}. */
    public ExplorationAssert leavesNothingBehind() {
        return holds(Rule.NOTHING_IS_LEFT);
    }

    /** Passes where every failure was told once in each scenario, fails with one finding of {@link Rule#NOTIFIED_ONCE}. */
    public ExplorationAssert notifiesEveryFailure() {
        return holds(Rule.NOTIFIED_ONCE);
    }

    /** Passes where each run ended within its plan's limit, fails with one finding of {@link Rule#ENDS_IN_TIME}. */
    public ExplorationAssert endsInTime() {
        return holds(Rule.ENDS_IN_TIME);
    }

    /** Passes where no rule was broken in any scenario, fails with one finding of whichever rule. */
    public ExplorationAssert holdsEveryRule() {
        isNotNull();
        return require(actual.holdsEveryRule(), "every rule holds", smallest(actual.findings()));
    }

    /** {@code exploredAtLeast(100)} passes where 100 scenarios were run, fails where 99 were. */
    public ExplorationAssert exploredAtLeast(int scenarios) {
        isNotNull();
        int count = actual.count();
        return require(count >= scenarios, "at least " + scenarios + " scenarios are run", count + " were");
    }

    private ExplorationAssert holds(Rule rule) {
        isNotNull();
        List<Finding> broken = actual.breaking(rule);
        return require(broken.isEmpty(), "rule " + rule.number() + " holds: " + rule, smallest(broken));
    }

    private static String smallest(List<Finding> findings) {
        return findings.stream()
                .findFirst()
                .map(finding -> finding + "\nReplay:   " + finding.scenario().text())
                .orElse("no finding was kept");
    }
}
