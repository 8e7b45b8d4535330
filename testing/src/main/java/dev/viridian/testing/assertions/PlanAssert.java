package dev.viridian.testing.assertions;

import dev.viridian.plan.Plan;
import dev.viridian.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is expected of a plan. Steps are named by a part of their titles, as the plan prints them. */
public final class PlanAssert extends StoryAssert<PlanAssert, Plan> {
    PlanAssert(Plan actual) {
        super(actual, PlanAssert.class);
    }

    /**
     * These are its steps, all of them in this order.
     *
     * <pre>{@code
     * assertThat(plan).hasSteps("create", "await health", "cut over", "drain", "retire");   // passes
     * assertThat(plan).hasSteps("create", "cut over");                                      // fails, lists the steps
     * }</pre>
     */
    public PlanAssert hasSteps(String first, String... more) {
        isNotNull();
        List<String> expected = new ArrayList<>(List.of(first));
        expected.addAll(List.of(more));
        List<String> titles = titles();
        boolean alike = titles.size() == expected.size();
        for (int i = 0; alike && i < titles.size(); i++) {
            alike = titles.get(i).contains(expected.get(i));
        }
        return expect(alike, "the steps " + Words.quoted(expected), () -> "has the steps " + Words.quoted(titles));
    }

    /**
     * It has a step like this.
     *
     * <pre>{@code
     * assertThat(plan).hasStep("bake");           // passes where there is a bake
     * assertThat(plan).hasStep("smoke test");     // fails where there is no smoke test
     * }</pre>
     */
    public PlanAssert hasStep(String part) {
        isNotNull();
        return expect(
                titles().stream().anyMatch(title -> title.contains(part)),
                "a step '" + part + "'",
                () -> "has the steps " + Words.quoted(titles()));
    }

    /**
     * It has no step like this.
     *
     * <pre>{@code
     * assertThat(plan).hasNoStep("drain");   // passes where nothing is live yet
     * assertThat(plan).hasNoStep("create");  // fails
     * }</pre>
     */
    public PlanAssert hasNoStep(String part) {
        isNotNull();
        return expect(
                titles().stream().noneMatch(title -> title.contains(part)),
                "no step '" + part + "'",
                () -> "has the steps " + Words.quoted(titles()));
    }

    /**
     * It takes at most this, whatever fails, with all retries, rebuilds and the way back.
     *
     * <pre>{@code
     * assertThat(plan).takesAtMost(ofHours(6));      // passes
     * assertThat(plan).takesAtMost(ofMinutes(5));    // fails, says how long it may take
     * }</pre>
     */
    public PlanAssert takesAtMost(Duration limit) {
        isNotNull();
        return expect(
                actual.worstCase().compareTo(limit) <= 0,
                "that it takes at most " + Words.of(limit) + ", whatever fails",
                () -> "may take " + Words.of(actual.worstCase()));
    }

    /**
     * It takes at most this when nothing fails.
     *
     * <pre>{@code
     * assertThat(plan).takesAtMostWithoutFailures(ofHours(1));     // passes
     * assertThat(plan).takesAtMostWithoutFailures(ofSeconds(5));   // fails, says how long it may take
     * }</pre>
     */
    public PlanAssert takesAtMostWithoutFailures(Duration limit) {
        isNotNull();
        return expect(
                actual.longest().compareTo(limit) <= 0,
                "that it takes at most " + Words.of(limit) + " when nothing fails",
                () -> "may take " + Words.of(actual.longest()));
    }

    /**
     * At no time there are more machines than this, those that are live included.
     *
     * <pre>{@code
     * assertThat(plan).needsAtMostMachines(8);   // passes with 4 that are live and 4 new ones
     * assertThat(plan).needsAtMostMachines(7);   // fails: it needs 8
     * }</pre>
     */
    public PlanAssert needsAtMostMachines(int machines) {
        isNotNull();
        return expect(
                actual.peakMachines() <= machines,
                "that it needs at most " + Words.count(machines, "machine"),
                () -> "needs " + actual.peakMachines() + ": " + actual.machines()
                        + " new ones beside those that are live");
    }

    /**
     * It replaces this version, which is live now.
     *
     * <pre>{@code
     * assertThat(plan).replaces("1.2");   // passes where 1.2 is live
     * assertThat(plan).replaces("1.1");   // fails: 1.2 is live
     * }</pre>
     */
    public PlanAssert replaces(String version) {
        isNotNull();
        String live = actual.situation()
                .live()
                .map(environment -> environment.revision().version())
                .orElse("nothing");
        return expect(live.equals(version), "that it replaces " + version, () -> "replaces " + live);
    }

    private List<String> titles() {
        return actual.steps().stream().map(Step::title).toList();
    }

    @Override
    String story() {
        return "The plan:\n" + actual.text();
    }
}
