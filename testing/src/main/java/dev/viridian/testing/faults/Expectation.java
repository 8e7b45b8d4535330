package dev.viridian.testing.faults;

import dev.viridian.plan.Plan;
import dev.viridian.testing.simulation.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How runs may end.
 *
 * @param deployed what is live when it is deployed
 * @param former what was live before it
 * @param machines on how many machines at least
 * @param worstCase what the plan states
 * @param needsAPerson whether it is left to a person even when nothing goes wrong
 */
record Expectation(String deployed, String former, int machines, Duration worstCase, boolean needsAPerson) {
    /** What a plan does not count: delivering notifications that nobody receives. */
    private static final Duration BESIDE_THE_PLAN = Duration.ofMinutes(5);

    private static final String NOTHING = "nothing";
    private static final Duration OVERSLEPT = Duration.ofHours(1);
    private static final Duration PAUSED = Duration.ofHours(2);

    static Expectation of(Plan plan, Run undisturbed) {
        int machines = plan.situation().live().map(live -> live.size()).orElse(plan.machines());
        return new Expectation(
                plan.situation().revision().version(),
                plan.situation().live().map(live -> live.revision().version()).orElse(NOTHING),
                machines,
                plan.worstCase(),
                undisturbed.leftToAPerson());
    }

    /** On how many machines at least; where nothing was live before, something else may be deployed to a single one. */
    int machines(String version) {
        return former.equals(NOTHING) && !version.equals(deployed) ? 1 : machines;
    }

    /** What may be live in the end. */
    List<String> versions(Run run) {
        if (run.leftToAPerson()) {
            return List.of(Run.SOMETHING_ELSE);
        }
        return run.scenario().successor() == Successor.SOMETHING_ELSE
                        && run.scenario().endsTheController()
                ? List.of(deployed, former, Run.SOMETHING_ELSE)
                : List.of(deployed, former);
    }

    /** How long the first controller may work, with what is done to it. */
    Duration longest(Scenario scenario) {
        Duration longest = worstCase.plus(BESIDE_THE_PLAN);
        for (Mishap mishap : scenario.mishaps()) {
            longest = longest.plus(extra(mishap).orElse(Duration.ZERO));
        }
        return longest;
    }

    private static Optional<Duration> extra(Mishap mishap) {
        if (mishap instanceof Mishap.At at) {
            return at.fault() == Fault.OVERSLEEPS
                    ? Optional.of(OVERSLEPT)
                    : at.fault() == Fault.TAKEN_OVER ? Optional.of(PAUSED) : Optional.empty();
        }
        return mishap instanceof Mishap.Storm ? Optional.of(Duration.ofDays(7)) : Optional.empty();
    }
}
