package dev.viridian.plan;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.plan.Situations.CANDIDATE;
import static dev.viridian.plan.Situations.FORMER;
import static dev.viridian.plan.Situations.after;
import static dev.viridian.plan.Situations.afterHalted;
import static dev.viridian.plan.Situations.first;
import static dev.viridian.plan.Situations.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final EnvironmentName REBUILT = new EnvironmentName("orders-7-2");

    private static List<String> titles(List<Step> steps) {
        return steps.stream().map(Step::title).toList();
    }

    @Test
    void aFirstDeploymentHasNothingToLetGoOf() {
        assertThat(titles(Plan.of(orders(), first()).steps()))
                .containsExactly("create orders-1-1", "await health of orders-1-1", "cut over to orders-1-1 100 %");
    }

    @Test
    void stepsThatWereAskedForAreInTheirPlaces() {
        Deployment all = orders().smokeTest("one", green -> HealthCheck.tcp())
                .smokeTest("two", green -> HealthCheck.tcp())
                .revisionAt("/version")
                .bake(Duration.ofHours(1));

        assertThat(titles(Plan.of(all, after(3, new EnvironmentName("orders-5-1")))
                        .steps()))
                .containsExactly(
                        "drain orders-5-1",
                        "retire orders-5-1",
                        "create orders-7-1",
                        "await health of orders-7-1",
                        "smoke test orders-7-1: one",
                        "smoke test orders-7-1: two",
                        "cut over to orders-7-1 100 %",
                        "prove that users reach 1.4.2",
                        "bake orders-7-1",
                        "keep orders-6-1 warm",
                        "drain orders-6-1",
                        "retire orders-6-1");
    }

    @Test
    void whatIsNotToBeWaitedForIsNoStep() {
        assertThat(titles(Plan.of(orders().keepWarm(Duration.ZERO).drain(Duration.ZERO), after(1))
                        .steps()))
                .doesNotContain("keep orders-6-1 warm", "bake orders-7-1")
                .endsWith("drain orders-6-1", "retire orders-6-1");
    }

    @Test
    void theCandidateHasNeverFewerMachinesThanAreLive() {
        assertThat(Plan.of(orders(), first()).machines()).isEqualTo(1);
        assertThat(Plan.of(orders().machines(4), first()).machines()).isEqualTo(4);
        assertThat(Plan.of(orders(), after(5)).machines()).isEqualTo(5);
        assertThat(Plan.of(orders().machines(2), after(5)).machines()).isEqualTo(5);
        assertThat(Plan.of(orders().machines(8), after(5)).machines()).isEqualTo(8);
    }

    @Test
    void afterOneThatWasHaltedTheCandidateHasNeverFewerMachinesThanTheLastProvenEnvironment() {
        assertThat(Plan.of(orders(), afterHalted(1, 5)).machines()).isEqualTo(5);
        assertThat(Plan.of(orders(), afterHalted(5, 1)).machines()).isEqualTo(5);
        assertThat(Plan.of(orders().machines(8), afterHalted(1, 5)).machines()).isEqualTo(8);
        assertThat(titles(Plan.of(orders(), afterHalted(1, 5)).steps()))
                .endsWith("retire orders-6-1", "retire orders-5-1");
    }

    @Test
    void atThePeakBothEnvironmentsAreThere() {
        assertThat(Plan.of(orders().machines(4), first()).peakMachines()).isEqualTo(4);
        assertThat(Plan.of(orders(), after(5)).peakMachines()).isEqualTo(10);
        assertThat(Plan.of(orders().machines(8), after(5)).peakMachines()).isEqualTo(13);
        assertThat(Plan.of(orders(), afterHalted(1, 5)).peakMachines()).isEqualTo(11);
    }

    @Test
    void theLongestWithoutFailureIsTheSumOfTheDeadlines() {
        assertThat(Plan.of(orders(), first()).longest()).isEqualTo(Duration.ofMinutes(10 + 5 + 5));
        assertThat(Plan.of(orders(), after(1)).longest())
                .as("while the former is kept warm a machine of the new one may be replaced, which has 5 min")
                .isEqualTo(Duration.ofMinutes(10 + 5 + 5 + 5 + 5 + 1 + 10).plusSeconds(30));
    }

    @Test
    void withoutAnyResponseTheWayForwardIsAsLongAsWithoutFailure() {
        Plan plan = Plan.of(orders().onFailure(rollBack()), first());

        assertThat(plan.forwardLimit()).isEqualTo(plan.longest());
    }

    @Test
    void eachRetryAddsTheStepAndItsLongestDelay() {
        Plan once = Plan.of(orders().onFailure(retry(1).then(rollBack())), first());
        Plan patient =
                Plan.of(orders().onFailure(retry(2).after(Duration.ofMinutes(5)).then(halt())), first());

        assertThat(once.forwardLimit().minus(once.longest()))
                .as("create and cut over again, 36 s before each")
                .isEqualTo(Duration.ofMinutes(10 + 5).plusSeconds(2 * 36));
        assertThat(patient.forwardLimit().minus(patient.longest()))
                .as("create and cut over twice again, 6 min before each")
                .isEqualTo(Duration.ofMinutes(2 * (10 + 5) + 4 * 6));
    }

    @Test
    void aRemedyAddsItselfAndTheStepThatIsTriedAgain() {
        Plan plan = Plan.of(
                orders().onFailure(when(
                                Failure.DiskFull.class,
                                remedy("prune", failure -> {}).within(Duration.ofMinutes(2)))
                        .then(rollBack())),
                first());

        assertThat(plan.forwardLimit().minus(plan.longest()))
                .isEqualTo(plan.longest().plus(Duration.ofMinutes(3 * 2)));
    }

    @Test
    void aRebuildAddsAllStepsForAMachineAndForTheCandidateAndTearingBothDown() {
        Plan plan = Plan.of(orders().onFailure(rebuild().atMost(2)), first());

        Duration tearingDown = Duration.ofMinutes(10).plusSeconds(36).multipliedBy(4);
        assertThat(plan.forwardLimit().minus(plan.longest()))
                .isEqualTo(plan.longest().plus(tearingDown).multipliedBy(4));
    }

    @Test
    void theDeadlineOfTheDeploymentIsTheLimitWhereThereIsOne() {
        Plan plan = Plan.of(orders().within(Duration.ofMinutes(7)), after(1));

        assertThat(plan.forwardLimit()).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void theWorstCaseEndsWhatWasBegunAndGoesAllTheWayBack() {
        Plan plan = Plan.of(orders().within(Duration.ofMinutes(7)), after(1));

        Duration begunAtTheEnd = Duration.ofMinutes(10);
        Duration back = Duration.ofMinutes(10 + 5 + 5 + 1 + 10)
                .plusSeconds(30)
                .plusSeconds(5 * 36)
                .multipliedBy(4);
        Duration looking = Duration.ofMinutes(10 + 1);
        assertThat(plan.worstCase())
                .isEqualTo(
                        looking.plus(Duration.ofMinutes(7)).plus(begunAtTheEnd).plus(back));
    }

    @Test
    void theWorstCaseIncludesWaitingForAnotherDeployment() {
        Plan plan = Plan.of(orders(), after(1));
        Plan patient = plan.afterWaiting(Duration.ofMinutes(15));

        assertThat(patient.patience()).isEqualTo(Duration.ofMinutes(15));
        assertThat(patient.worstCase().minus(plan.worstCase())).isEqualTo(Duration.ofMinutes(15));
        assertThat(patient.forwardLimit()).isEqualTo(plan.forwardLimit());
        assertThat(patient.rebuilt().patience()).isEqualTo(Duration.ofMinutes(15));
        assertThatThrownBy(() -> plan.afterWaiting(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time to wait for the lease");
    }

    @Test
    void aRebuiltPlanIsForTheNextCandidateAndRetiresNothingTwice() {
        Plan rebuilt =
                Plan.of(orders(), after(2, new EnvironmentName("orders-5-1"))).rebuilt();

        assertThat(rebuilt.situation().candidate()).isEqualTo(REBUILT);
        assertThat(titles(rebuilt.steps())).startsWith("create orders-7-2").doesNotContain("retire orders-5-1");
        assertThat(rebuilt.machines()).isEqualTo(2);
        assertThat(rebuilt.discarding().title()).isEqualTo("retire orders-7-2");
        assertThat(rebuilt.replacing(new MachineId("x")).title()).isEqualTo("replace machine x");
    }

    @Test
    void rollingBackBeforeCutoverRemovesTheCandidateAndTouchesNothingElse() {
        Plan plan = Plan.of(orders(), after(3));

        assertThat(titles(plan.rollBack(TrafficSplit.allTo(FORMER), false, List.of(CANDIDATE), Optional.empty())))
                .containsExactly("retire orders-7-1");
        assertThat(plan.rollBack(TrafficSplit.allTo(FORMER), false, List.of(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void rollingBackAfterCutoverProvesTheFormerEnvironmentAtFullCapacityBeforeItGetsTraffic() {
        Plan plan = Plan.of(orders(), after(3));

        List<Step> steps = plan.rollBack(TrafficSplit.allTo(CANDIDATE), true, List.of(CANDIDATE), Optional.empty());

        assertThat(titles(steps))
                .containsExactly(
                        "restore orders-6-1",
                        "await health of orders-6-1",
                        "cut over to orders-6-1 100 %",
                        "drain orders-7-1",
                        "retire orders-7-1");
        assertThat(steps.get(0)).isEqualTo(new Step.RestoreCapacity(FORMER, 3, Duration.ofMinutes(10)));
        assertThat(steps.get(1)).isEqualTo(new Step.AwaitHealthy(FORMER, 3, orders().healthChecks()));
    }

    @Test
    void rollingBackAfterAHaltGoesToTheLastProvenEnvironmentAndRetiresWhatWasHalted() {
        Plan plan = Plan.of(orders(), afterHalted(3, 4));

        assertThat(titles(plan.rollBack(TrafficSplit.allTo(CANDIDATE), true, List.of(CANDIDATE), Optional.empty())))
                .containsExactly(
                        "restore orders-5-1",
                        "await health of orders-5-1",
                        "cut over to orders-5-1 100 %",
                        "drain orders-7-1",
                        "retire orders-7-1",
                        "drain orders-6-1",
                        "retire orders-6-1");
        assertThat(titles(plan.rollBack(TrafficSplit.allTo(FORMER), false, List.of(CANDIDATE), Optional.empty())))
                .as("before cutover")
                .containsExactly("retire orders-7-1");
    }

    @Test
    void rollingBackFromAMixtureGoesTheWholeWay() {
        TrafficSplit mixture = TrafficSplit.of(Map.of(FORMER, 9, CANDIDATE, 1));

        assertThat(titles(Plan.of(orders(), after(3)).rollBack(mixture, true, List.of(CANDIDATE), Optional.empty())))
                .containsExactly(
                        "restore orders-6-1",
                        "await health of orders-6-1",
                        "cut over to orders-6-1 100 %",
                        "drain orders-7-1",
                        "retire orders-7-1");
    }

    @Test
    void rollingBackFromNowhereOrFromAStrangerGoesHomeToo() {
        Plan plan = Plan.of(orders(), after(3));
        TrafficSplit stranger = TrafficSplit.allTo(new EnvironmentName("stranger"));

        for (TrafficSplit routed : List.of(TrafficSplit.nowhere(), stranger)) {
            assertThat(titles(plan.rollBack(routed, false, List.of(CANDIDATE), Optional.empty())))
                    .containsExactly(
                            "restore orders-6-1",
                            "await health of orders-6-1",
                            "cut over to orders-6-1 100 %",
                            "retire orders-7-1");
        }
    }

    @Test
    void aRouterThatWasToldToSwitchAndDoesNotShowItIsToldToStay() {
        Plan plan = Plan.of(orders(), after(3));

        assertThat(titles(plan.rollBack(TrafficSplit.allTo(FORMER), true, List.of(CANDIDATE), Optional.empty())))
                .containsExactly("cut over to orders-6-1 100 %", "drain orders-7-1", "retire orders-7-1");
    }

    @Test
    void rollingBackAFirstDeploymentLeavesNothing() {
        EnvironmentName only = new EnvironmentName("orders-1-1");
        Plan plan = Plan.of(orders(), first());

        assertThat(titles(plan.rollBack(TrafficSplit.nowhere(), false, List.of(only), Optional.empty())))
                .containsExactly("retire orders-1-1");
        assertThat(titles(plan.rollBack(TrafficSplit.allTo(only), true, List.of(only), Optional.empty())))
                .containsExactly("cut over to nowhere", "drain orders-1-1", "retire orders-1-1");
    }

    @Test
    void rollingBackRemovesEveryCandidateThatIsThere() {
        Plan plan = Plan.of(orders(), after(1)).rebuilt();

        assertThat(titles(plan.rollBack(
                        TrafficSplit.allTo(REBUILT), true, List.of(CANDIDATE, REBUILT), Optional.empty())))
                .endsWith("drain orders-7-1", "retire orders-7-1", "drain orders-7-2", "retire orders-7-2");
    }

    @Test
    void quarantineKeepsTheCandidateInsteadOfRetiringIt() {
        Plan plan = Plan.of(orders(), after(1));
        Duration day = Duration.ofDays(1);

        assertThat(plan.rollBack(TrafficSplit.allTo(CANDIDATE), true, List.of(CANDIDATE), Optional.of(day)))
                .last()
                .isEqualTo(new Step.Quarantine(CANDIDATE, day, Duration.ofMinutes(1)));
    }

    @Test
    void isThePureFunctionOfADeploymentAndASituation() {
        Deployment orders = orders();
        Plan one = Plan.of(orders, after(3));
        Plan other = Plan.of(orders, after(3));

        assertThat(other.steps()).isEqualTo(one.steps()).isEqualTo(one.steps());
        assertThat(other.text()).isEqualTo(one.text()).isEqualTo(one.text());
        assertThat(other.mermaid()).isEqualTo(one.mermaid());
        assertThat(other.rollBack(TrafficSplit.allTo(CANDIDATE), true, List.of(CANDIDATE), Optional.empty()))
                .isEqualTo(one.rollBack(TrafficSplit.allTo(CANDIDATE), true, List.of(CANDIDATE), Optional.empty()));
    }
}
