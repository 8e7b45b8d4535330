package dev.viridian.testing.faults;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.FailureResponse;
import dev.viridian.SmokeTest;
import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is left out because it comes to the same as something that is tried really comes to the same, and nothing else is left out. */
class TwinsTest {
    private static final Simulation WORLD = Simulation.of("orders").live("1.3", 2);
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
            .healthCheck(http("/health"))
            .keepWarm(Duration.ZERO);
    private static final List<Incident> INCIDENTS = List.of(Incident.values());
    private static final List<Successor> SUCCESSORS = List.of(Successor.values());
    private static final Subject SUBJECT = Subject.of(TwinsTest::remembering, WORLD, false, false);

    /** Its smoke test remembers that it was run before, and fails the first time. */
    private static Deployment remembering() {
        AtomicInteger runs = new AtomicInteger();
        return ORDERS.smokeTest("works the second time", SmokeTest.code(green -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                }))
                .onFailure(FailureResponse.retry(1).then(FailureResponse.rollBack()));
    }

    /** A scenario that is left out, and the one that it is left out for. */
    private record Pair(Scenario leftOut, Scenario tried) {}

    /** The deaths of that controller that are left out as the last thing that goes wrong; of each one with one of the successors. */
    private static List<Pair> deaths(Scenario before, int controller, int from) {
        Run recorded = Run.recorded(SUBJECT, before);
        List<Call> calls = Points.of(recorded.calls(controller), from).tried();
        Twins twins = Twins.among(calls, recorded.beforeLulls(controller));
        List<Pair> all = new ArrayList<>();
        for (Call call : calls) {
            if (twins.hasLater(Fault.KILLED_BEFORE, call)) {
                all.add(new Pair(
                        death(before, call, 0, Fault.KILLED_BEFORE), death(before, call, 0, Fault.KILLED_AFTER)));
            }
            if (twins.hasLater(Fault.KILLED_AFTER, call)) {
                all.add(new Pair(
                        death(before, call, 0, Fault.KILLED_AFTER), death(before, call, 1, Fault.KILLED_BEFORE)));
            }
        }
        return all;
    }

    private static Scenario death(Scenario before, Call call, int later, Fault fault) {
        Scenario scenario = before.and(new Mishap.At(call.controller(), call.number() + later, fault));
        return before.endsTheController()
                ? scenario
                : scenario.followedBy(SUCCESSORS.get(call.number() / 2 % SUCCESSORS.size()));
    }

    private static void assertAreTwins(List<Pair> pairs) {
        assertThat(pairs).hasSizeGreaterThan(20);
        for (Pair pair : pairs) {
            assertThat(toldOf(pair.leftOut(), pair)).as("%s", pair).isEqualTo(toldOf(pair.tried(), pair));
        }
    }

    /** All that there is to see of a run, but for the death itself, and for the question that only one of two twins has asked. */
    private static List<Object> toldOf(Scenario scenario, Pair pair) {
        Run run = Run.recorded(SUBJECT, scenario);
        List<Object> told = new ArrayList<>(Told.outcomeOf(run));
        for (Call call : run.world().calls()) {
            if (call.fault() != Fault.KILLED_BEFORE && !isTheQuestion(call, pair)) {
                told.add(Told.of(call));
            }
        }
        return told;
    }

    private static boolean isTheQuestion(Call call, Pair pair) {
        List<Mishap> mishaps = pair.leftOut().mishaps();
        return mishaps.get(mishaps.size() - 1)
                .equals(new Mishap.At(call.controller(), call.number(), Fault.KILLED_BEFORE));
    }

    @Test
    void deathsWithNothingInBetweenComeToTheSameToTheLetter() {
        assertAreTwins(deaths(Scenario.UNDISTURBED, 1, 1));
    }

    @Test
    void afterAnotherFaultTheyDoToo() {
        assertAreTwins(deaths(Scenario.parse("v1 RECOVERS at:1:20:FAILS"), 1, 21));
    }

    @Test
    void thoseOfTheNextControllerDoToo() {
        assertAreTwins(deaths(Scenario.parse("v1 SAME_AGAIN at:1:20:KILLED_AFTER"), 2, 1));
    }

    @Test
    void whatHappensBeforeACallThatDoesNotSeeItComesToTheSameBeforeTheNext() {
        Run recorded = Run.recorded(SUBJECT, Scenario.UNDISTURBED);
        List<Call> calls = Points.of(recorded.calls(1), 1).tried();
        Twins twins = Twins.among(calls, recorded.beforeLulls(1));
        List<Pair> pairs = new ArrayList<>();
        for (Call call : calls) {
            Incident incident = INCIDENTS.get(call.number() % INCIDENTS.size());
            if (twins.hasEarlierIncident(call)) {
                pairs.add(new Pair(
                        Scenario.of(new Mishap.Meanwhile(call.number(), incident)),
                        Scenario.of(new Mishap.Meanwhile(call.number() - 1, incident))));
            }
        }

        assertAreTwins(pairs);
    }

    /** No event is told and no time passes while it runs, and yet it makes a difference whether it has run. */
    @Test
    void codeThatRunsInBetweenMakesADifference() {
        Run recorded = Run.recorded(SUBJECT, Scenario.UNDISTURBED);
        Call before = lastCallBeforeTheSmokeTestWorks(recorded);
        Scenario beforeIt = Scenario.of(new Mishap.At(1, before.number(), Fault.KILLED_AFTER))
                .followedBy(Successor.SOMETHING_ELSE);
        Scenario afterIt = Scenario.of(new Mishap.At(1, before.number() + 1, Fault.KILLED_BEFORE))
                .followedBy(Successor.SOMETHING_ELSE);
        Pair pair = new Pair(beforeIt, afterIt);

        assertThat(recorded.beforeLulls(1)).isNotEmpty().doesNotContain(before.number());
        assertThat(toldOf(beforeIt, pair)).isNotEqualTo(toldOf(afterIt, pair));
    }

    /** Right before it the candidate is looked for, and right after it where the traffic goes. */
    private static Call lastCallBeforeTheSmokeTestWorks(Run recorded) {
        List<Call> calls = recorded.calls(1);
        Call last = calls.get(0);
        for (int i = 0; i + 2 < calls.size(); i++) {
            if (calls.get(i).subject().equals("abort") && calls.get(i + 2).operation() == Operation.OBSERVE) {
                last = calls.get(i + 1);
            }
        }
        assertThat(last.operation()).isEqualTo(Operation.FIND);
        return last;
    }

    @Test
    void theReportSaysHowManyWereLeftOut() {
        Faults faults = Faults.of(ORDERS).in(WORLD).pairs(0).random(0, 1);
        Exploration without = faults.explore();
        Exploration all = faults.withTwins().explore();

        assertThat(without.report()).contains((all.count() - without.count()) + " deaths and things that happen");
        assertThat(all.report()).doesNotContain("withTwins()");
        assertThat(all.count() - without.count()).isGreaterThan(all.count() / 5);
        assertThat(all.holdsEveryRule()).as(all.report()).isTrue();
    }
}
