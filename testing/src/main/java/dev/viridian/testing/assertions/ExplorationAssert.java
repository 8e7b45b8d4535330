package dev.viridian.testing.assertions;

import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Finding;
import dev.viridian.testing.simulation.Rule;
import java.util.List;

/**
 * What is expected of a deployment in all that was explored. What fails shows the smallest scenario that breaks the rule, with the line
 * that does it again, and where it is the smallest of all its whole story.
 */
public final class ExplorationAssert extends StoryAssert<ExplorationAssert, Exploration> {
    ExplorationAssert(Exploration actual) {
        super(actual, ExplorationAssert.class);
    }

    /**
     * At least so many scenarios were run.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).hasExploredAtLeast(1_000);        // passes
     * assertThat(Faults.explore(orders)).hasExploredAtLeast(1_000_000);    // fails, says how many of which kind there were
     * }</pre>
     */
    public ExplorationAssert hasExploredAtLeast(int scenarios) {
        isNotNull();
        return expect(
                actual.count() >= scenarios,
                "that at least " + Words.count(scenarios, "scenario") + " were explored",
                () -> "explored " + Words.count(actual.count(), "scenario"));
    }

    /**
     * Every rule that always holds did so in every scenario.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).holdsEveryRule();   // passes
     * assertThat(Faults.explore(orders)).holdsEveryRule();   // fails where any rule is broken in any scenario
     * }</pre>
     */
    public ExplorationAssert holdsEveryRule() {
        isNotNull();
        return expect(
                actual.holdsEveryRule(),
                "that every rule holds in " + Words.count(actual.count(), "scenario"),
                () -> "broke one in " + actual.broken() + " of them");
    }

    /**
     * This rule holds in every scenario, whatever becomes of others.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).holds(Rule.PUT_BACK);   // passes
     * assertThat(Faults.explore(orders)).holds(Rule.PUT_BACK);   // fails where it is broken, with the smallest scenario
     * }</pre>
     *
     * <p>Where so many scenarios broke a rule that not all of them were kept, none of which broke this one, nobody knows whether it
     * holds: that fails, too.
     */
    public ExplorationAssert holds(Rule rule) {
        isNotNull();
        List<Finding> breaking = actual.breaking(rule);
        String expected =
                "that rule " + rule.number() + " holds in " + Words.count(actual.count(), "scenario") + ", " + rule;
        if (!breaking.isEmpty()) {
            throw failure("%s", message(expected, "is broken: " + smallest(breaking, rule), storyOf(rule)));
        }
        return expect(
                actual.broken() == actual.findings().size(),
                expected,
                () -> "is not known whether it does: of " + actual.broken()
                        + " scenarios that broke some rule only the "
                        + actual.findings().size()
                        + " smallest were kept. Mend what those have found, and explore again.");
    }

    private static String smallest(List<Finding> breaking, Rule rule) {
        Finding finding = breaking.get(0);
        String found = finding.violations().stream()
                .filter(violation -> violation.rule() == rule)
                .map(violation -> violation.found())
                .findFirst()
                .orElseThrow();
        return found + "\n   when: " + finding.scenario() + "\n  again: Faults.of(deployment).replay(\""
                + finding.scenario().text() + "\")\n  and so in " + Words.count(breaking.size(), "scenario")
                + " of those kept";
    }

    /** The story is told of the smallest scenario of all, which need not be one that broke this rule. */
    private String storyOf(Rule rule) {
        boolean told = actual.findings().get(0).violations().get(0).rule() == rule;
        return told ? actual.smallest() : "The story is told by that line.\n";
    }

    /**
     * Users' traffic goes only to what is proven healthy, or was live before.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).sendsTrafficOnlyToProven();   // passes
     * assertThat(Faults.explore(orders)).sendsTrafficOnlyToProven();   // fails where a health check is skipped before cutover
     * }</pre>
     */
    public ExplorationAssert sendsTrafficOnlyToProven() {
        return holds(Rule.TRAFFIC_ONLY_TO_PROVEN);
    }

    /**
     * The last proven environment is kept, at full capacity, until its successor is live, proven and baked.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).keepsTheLastProven();   // passes
     * assertThat(Faults.explore(orders)).keepsTheLastProven();   // fails where it is retired before the bake is over
     * }</pre>
     */
    public ExplorationAssert keepsTheLastProven() {
        return holds(Rule.LAST_PROVEN_IS_KEPT);
    }

    /**
     * No request is dropped, and capacity never falls below what served before.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).neverDropsTraffic();   // passes
     * assertThat(Faults.explore(orders)).neverDropsTraffic();   // fails where a machine is removed while requests are in flight to it
     * }</pre>
     */
    public ExplorationAssert neverDropsTraffic() {
        return holds(Rule.NO_TRAFFIC_IS_DROPPED);
    }

    /**
     * Every run ends within the bound that its plan states.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).endsInTime();   // passes
     * assertThat(Faults.explore(orders)).endsInTime();   // fails where something is waited for without a deadline
     * }</pre>
     */
    public ExplorationAssert endsInTime() {
        return holds(Rule.ENDS_IN_TIME);
    }

    /**
     * At the end one environment is live, and nothing that the deployment made is left over.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).leavesNothingBehind();   // passes
     * assertThat(Faults.explore(orders)).leavesNothingBehind();   // fails where a candidate is forgotten when its creation seemed to fail
     * }</pre>
     */
    public ExplorationAssert leavesNothingBehind() {
        return holds(Rule.NOTHING_IS_LEFT);
    }

    /**
     * A run that was killed and resumed ends in a state that an unkilled one could have ended in.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).endsAsIfNeverKilled();   // passes
     * assertThat(Faults.explore(orders)).endsAsIfNeverKilled();   // fails where a killed controller's successor deploys twice
     * }</pre>
     */
    public ExplorationAssert endsAsIfNeverKilled() {
        return holds(Rule.ENDS_AS_UNKILLED);
    }

    /**
     * At most one controller has effects at a time; a fenced one has none.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).letsOneControllerAct();   // passes
     * assertThat(Faults.explore(orders)).letsOneControllerAct();   // fails where a paused controller goes on after another one took over
     * }</pre>
     */
    public ExplorationAssert letsOneControllerAct() {
        return holds(Rule.ONE_CONTROLLER);
    }

    /**
     * Every failure and every outcome is notified exactly once, with its cause.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).notifiesEveryFailure();   // passes
     * assertThat(Faults.explore(orders)).notifiesEveryFailure();   // fails where a notification is lost when its notifier is out of order
     * }</pre>
     */
    public ExplorationAssert notifiesEveryFailure() {
        return holds(Rule.NOTIFIED_ONCE);
    }

    /**
     * Whatever was changed for the duration of the deployment is put back.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).putsBackWhatItChanged();   // passes
     * assertThat(Faults.explore(orders)).putsBackWhatItChanged();   // fails where what was live stays on fewer machines
     * }</pre>
     */
    public ExplorationAssert putsBackWhatItChanged() {
        return holds(Rule.PUT_BACK);
    }

    /**
     * An answer that says nothing is never taken for a good one.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).neverTakesSilenceForGood();   // passes
     * assertThat(Faults.explore(orders)).neverTakesSilenceForGood();   // fails where an environment without machines counts as healthy
     * }</pre>
     */
    public ExplorationAssert neverTakesSilenceForGood() {
        return holds(Rule.SILENCE_IS_NOT_GOOD);
    }

    /**
     * No secret is in a journal, log, notification or report.
     *
     * <pre>{@code
     * assertThat(Faults.explore(orders)).letsNoSecretOut();   // passes
     * assertThat(Faults.explore(orders)).letsNoSecretOut();   // fails where a password of a machine's output is told
     * }</pre>
     */
    public ExplorationAssert letsNoSecretOut() {
        return holds(Rule.NO_SECRETS);
    }

    @Override
    String story() {
        return actual.report();
    }
}
