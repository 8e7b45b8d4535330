package dev.viridian.testing.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.testing.simulation.Rule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Bugs that somebody could make in the engine, each made here on purpose: the exploration must find every one of them, and nothing where
 * there is none. What found which is printed. Of the scenarios that the exploration tries one is tried first that broke the rule before;
 * where it does not any more, the others are tried in their order.
 */
class MutantsTest {
    private static final String ENGINE = "dev.viridian.engine.";
    private static final String PLAN = "dev.viridian.plan.";

    private static final Mutant TOLD_TWICE = new Mutant(
            "the outcome is told twice",
            ENGINE + "Settlement",
            "desk.deliver(outcome, slip, started.notifiers());",
            "desk.deliver(outcome, slip, started.notifiers());\n        desk.deliver(outcome, Optional.empty(), started.notifiers());",
            Rule.NOTIFIED_ONCE);

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant(
                    "one good answer is enough",
                    ENGINE + "Streaks",
                    "return streaks[check].well() && streaks[check].length() >= consecutively(check);",
                    "return streaks[check].well() && streaks[check].length() >= 1;",
                    Rule.TRAFFIC_ONLY_TO_PROVEN),
            new Mutant(
                    "one healthy machine is enough",
                    ENGINE + "HealthWatch",
                    "healthy >= wanted && healthy == machines.size()",
                    "healthy >= 1",
                    Rule.TRAFFIC_ONLY_TO_PROVEN,
                    "v1 RECOVERS at:1:34:FAILS"),
            new Mutant(
                    "a machine that flaps before cutover need not start again",
                    ENGINE + "Cutover",
                    "StepRunner.within(step.deadline(), step.checks())",
                    "StepRunner.once(step.checks())",
                    Rule.TRAFFIC_ONLY_TO_PROVEN,
                    "v1 RECOVERS at:1:54:FAILS"),
            new Mutant(
                    "no answer is a good answer",
                    ENGINE + "ProbeQuestions",
                    "return Probes.Answer.sick(e.failure().message());",
                    "return Probes.Answer.well(e.failure().message());",
                    Rule.SILENCE_IS_NOT_GOOD,
                    "v1 RECOVERS at:1:34:HANGS"),
            new Mutant(
                    "the machines that there are before cutover are enough",
                    ENGINE + "Cutover",
                    "int machines = proven.machines(step.guards());",
                    "int machines = 1;",
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "v1 RECOVERS meanwhile:54:IDLE_ENVIRONMENT_IS_SHRUNK"),
            new Mutant(
                    "the router's word is not waited for",
                    ENGINE + "Cutover",
                    "seen = observed.sameSharesAs(wanted) ? seen + 1 : 0;",
                    "seen = seen + 1;",
                    Rule.NOTHING_IS_LEFT,
                    "v1 RECOVERS at:1:58:IGNORED"),
            new Mutant(
                    "the candidate has as many machines as were asked for, however many are live",
                    PLAN + "BlueGreenSteps",
                    "return Math.max(Math.max(live, lastProven), deployment.machines().orElse(live));",
                    "return deployment.machines().orElse(lastProven - lastProven + 1);",
                    Rule.NO_TRAFFIC_IS_DROPPED),
            new Mutant(
                    "the former environment is let go before cutover",
                    PLAN + "BlueGreenSteps",
                    "steps.addAll(cutOver());\n        situation.live().ifPresent(former -> steps.addAll(letGoOf(former)));",
                    "situation.live().ifPresent(former -> steps.addAll(letGoOf(former)));\n        steps.addAll(cutOver());",
                    Rule.LAST_PROVEN_IS_KEPT,
                    "v1 RECOVERS at:1:228:SICK"),
            new Mutant(
                    "nothing is baked",
                    PLAN + "BlueGreenSteps",
                    "if (!deployment.bake().isZero()) {",
                    "if (deployment.bake().isNegative()) {",
                    Rule.LAST_PROVEN_IS_KEPT),
            new Mutant(
                    "rolling back leads nowhere",
                    PLAN + "RollBackSteps",
                    "target.map(proven -> TrafficSplit.allTo(proven.name())).orElse(TrafficSplit.nowhere());",
                    "target.map(proven -> TrafficSplit.nowhere()).orElse(TrafficSplit.nowhere());",
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "v1 RECOVERS at:1:14:FAILS"),
            new Mutant(
                    "rolling back leads nowhere after a controller has died",
                    PLAN + "RollBackSteps",
                    "target.map(proven -> TrafficSplit.allTo(proven.name())).orElse(TrafficSplit.nowhere());",
                    "target.map(proven -> TrafficSplit.nowhere()).orElse(TrafficSplit.nowhere());",
                    Rule.ENDS_AS_UNKILLED,
                    "v1 SOMETHING_ELSE at:1:14:KILLED_BEFORE"),
            new Mutant(
                    "what somebody else made smaller stays so",
                    ENGINE + "Proven",
                    "return machines.getOrDefault(name, 0);",
                    "return 0;",
                    Rule.PUT_BACK,
                    "v1 RECOVERS meanwhile:57:IDLE_ENVIRONMENT_IS_SHRUNK"),
            new Mutant(
                    "rolling back does not look whether the former environment is well",
                    PLAN + "RollBackSteps",
                    "target.ifPresent(proven -> steps.addAll(provenAgain(proven)));",
                    "target.map(this::provenAgain);",
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "v1 RECOVERS meanwhile:68:IDLE_ENVIRONMENT_IS_SHRUNK"),
            new Mutant(
                    "the candidate is not drained when it is rolled back",
                    PLAN + "RollBackSteps",
                    "steps.add(new Step.Drain(candidate, situation.stragglersComeFor(), drain));",
                    "drain.isZero();",
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "v1 RECOVERS at:1:65:KILLED_AFTER"),
            new Mutant(
                    "a candidate that failed is left where it is",
                    PLAN + "RollBackSteps",
                    "for (EnvironmentName candidate : present) {",
                    "for (EnvironmentName candidate : List.<EnvironmentName>of()) {",
                    Rule.NOTHING_IS_LEFT,
                    "v1 RECOVERS at:1:18:REFUSED"),
            new Mutant(
                    "a candidate that is rebuilt is left where it is",
                    ENGINE + "DeploymentRun",
                    "return anew(plan.discarding(), this::nextCandidate);",
                    "nextCandidate();\n            return Optional.empty();",
                    Rule.NOTHING_IS_LEFT,
                    "v1 RECOVERS meanwhile:28:IDLE_ENVIRONMENT_IS_SHRUNK"),
            new Mutant(
                    "a router that says nothing is believed",
                    ENGINE + "Survey",
                    "if (sighting.reachesNothing()) {",
                    "if (sighting.environments().size() < 0) {",
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "v1 RECOVERS outage:OBSERVE:1:600:SAYS_NOTHING"),
            new Mutant(
                    "a call that hangs is waited for",
                    ENGINE + "Calls",
                    "Lease.TIME_TO_LIVE.dividedBy(3)",
                    "Duration.ofDays(2)",
                    Rule.ENDS_IN_TIME,
                    "v1 RECOVERS at:1:1:HANGS"),
            new Mutant(
                    "recovering takes nothing for unfinished",
                    ENGINE + "RecoverySession",
                    "return lastRun(lease).unfinished(LastRun.find(platform));",
                    "return lastRun(lease).unfinished(LastRun.find(platform)).filter(last -> last.records() < 0);",
                    Rule.LAST_PROVEN_IS_KEPT,
                    "v1 RECOVERS at:1:65:KILLED_AFTER"),
            new Mutant(
                    "who puts things back without the journal does not look whether it may",
                    ENGINE + "Controller",
                    "lease.requireHeld();",
                    "lease.token();",
                    Rule.ONE_CONTROLLER,
                    "v1 RECOVERS at:1:82:KILLED_BEFORE at:2:26:TAKEN_OVER"),
            new Mutant(
                    "failures that were overcome are told to nobody",
                    ENGINE + "Incident",
                    "if (firstEvent >= 0 && left < stepsLeft) {",
                    "if (firstEvent >= 0 && left < 0) {",
                    Rule.NOTIFIED_ONCE,
                    "v1 RECOVERS at:1:17:FAILS"),
            TOLD_TWICE,
            new Mutant(
                    "what was delivered stays in the outbox",
                    ENGINE + "NotificationDesk",
                    "slip.ifPresent(posted -> crossOff(posted, name));",
                    "slip.isPresent();",
                    Rule.NOTIFIED_ONCE),
            new Mutant(
                    "what was deployed is not entered in the history",
                    ENGINE + "Settlement",
                    "if (slip.isPresent()) {\n            enter(entry);\n        }",
                    "entry.id();",
                    Rule.NOTIFIED_ONCE),
            new Mutant(
                    "evidence tells secrets",
                    "dev.viridian.Evidence",
                    "text = Excerpt.ofLog(Redaction.of(text));",
                    "text = Redaction.class.isInterface() ? Excerpt.ofLog(Redaction.of(text)) : text;",
                    Rule.NO_SECRETS,
                    "v1 RECOVERS at:1:17:ANSWER_LOST"));

    /** What takes two faults. */
    private static int pairs(Mutant mutant) {
        return mutant.rule() == Rule.ONE_CONTROLLER ? 6_000 : 0;
    }

    private static Map<Integer, String> hunted(Mutant mutant) throws Exception {
        Object hunt = MutantLoader.of(mutant)
                .loadClass(Hunt.class.getName())
                .getDeclaredConstructor(int.class, int.class, String.class)
                .newInstance(mutant.rule().number(), pairs(mutant), mutant.first());
        @SuppressWarnings("unchecked")
        Map<Integer, String> broken = ((Callable<Map<Integer, String>>) hunt).call();
        return broken;
    }

    @Test
    void withoutAMutantNothingIsFoundByOneFaultOrOutage() throws Exception {
        assertThat(new Hunt(0, 0, "v1 RECOVERS").call()).isEmpty();
    }

    @Test
    void thereAreTwentyAtLeastAndEachRuleIsBrokenByOne() {
        assertThat(MUTANTS).hasSizeGreaterThanOrEqualTo(20);
        assertThat(MUTANTS).extracting(Mutant::rule).contains(Rule.values());
    }

    @Test
    void whatTheExplorationTriesIsTriedFirst() throws Exception {
        assertThat(hunted(TOLD_TWICE.trying("v1 RECOVERS at:1:1:FAILS")).values())
                .allMatch(found -> found.startsWith("v1 RECOVERS at:1:1:FAILS → "));
    }

    @Test
    void whatItDoesNotTryIsNotTriedFirstEither() throws Exception {
        assertThat(hunted(TOLD_TWICE.trying("v1 RECOVERS at:1:99998:FAILS")).values())
                .allMatch(found -> found.startsWith("v1 RECOVERS → "));
    }

    @TestFactory
    Stream<DynamicTest> eachMutantIsFound() {
        return MUTANTS.stream()
                .map(mutant -> DynamicTest.dynamicTest(mutant.bug(), () -> {
                    Map<Integer, String> broken = hunted(mutant);

                    assertThat(broken)
                            .as("'%s' broke no rule: it survived", mutant)
                            .isNotEmpty();
                    assertThat(broken)
                            .as("'%s' should break: %s", mutant, mutant.rule())
                            .containsKey(mutant.rule().number());
                    System.out.println("mutant '" + mutant + "' was found by "
                            + broken.get(mutant.rule().number()));
                }));
    }
}
