package dev.viridian.testing.assertions;

import dev.viridian.plan.Plan;
import dev.viridian.plan.Step;
import java.time.Duration;
import java.util.List;

/** Assertions on a plan. A failure ends with the plan as a person reads it. */
public final class PlanAssert extends StoryAssert<PlanAssert, Plan> {
    PlanAssert(Plan plan) {
        super(plan, PlanAssert.class, told -> "Plan:\n" + told.text());
    }

    /**
     * Its steps are exactly these, in this order: {@code hasSteps("create orders-1-1", …)} passes with every title, fails where one is
     * missing, added or elsewhere.
     */
    public PlanAssert hasSteps(String... titles) {
        isNotNull();
        List<String> found = actual.steps().stream().map(Step::title).toList();
        return require(found.equals(List.of(titles)), "the steps " + List.of(titles), "the steps " + found);
    }

    /**
     * However much fails, it ends within that time: {@code takesAtMost(ofHours(2))} passes where its worst case is 2 hours, fails where
     * it is a second more.
     */
    public PlanAssert takesAtMost(Duration limit) {
        isNotNull();
        Duration worst = actual.worstCase();
        return require(worst.compareTo(limit) <= 0, "it takes at most " + limit, "it may take " + worst);
    }

    /**
     * That many machines suffice, those that are live included: {@code needsAtMostMachines(8)} passes where 4 are replaced by 4, fails
     * where 5 are replaced by 4.
     */
    public PlanAssert needsAtMostMachines(int most) {
        isNotNull();
        int peak = actual.peakMachines();
        return require(peak <= most, "it needs at most " + most + " machines", "it needs " + peak);
    }
}
