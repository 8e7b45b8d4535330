package dev.viridian.engine;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of other deployment systems suffered; numbered as in the collection of such cases. */
class FieldCasesTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-1-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-2-1");
    private static final Answer WELL = Answer.well("200 OK");
    private static final Answer SICK = Answer.sick("503 Service Unavailable");

    private final InMemoryPlatform platform = new InMemoryPlatform();
    private final List<Notification> sent = new ArrayList<>();

    private Deployment version(String version) {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                .keepWarm(Duration.ZERO)
                .notifying(sent::add);
    }

    private DeploymentResult deploy(Deployment deployment) {
        return Deployer.on(platform).as("the test").deploy(deployment);
    }

    private void liveWith(int machines) {
        deploy(version("1.0").machines(machines)).orElseThrow();
        platform.calls.clear();
        sent.clear();
    }

    private boolean greenIsLive() {
        return platform.routing.reaches(GREEN);
    }

    private static boolean isGreen(Machine machine) {
        return machine.id().value().startsWith("orders-2");
    }

    private void healthOf(Predicate<Machine> well) {
        platform.health = machine -> well.test(machine) ? WELL : SICK;
    }

    private int callsBefore(String call) {
        assertThat(platform.calls).contains(call);
        return platform.calls.indexOf(call);
    }

    private static UnaryOperator<Environment> machinesAre(Machine.State state, int from) {
        return environment -> {
            List<Machine> machines = new ArrayList<>(environment.machines());
            for (int i = from; i < machines.size(); i++) {
                Machine machine = machines.get(i);
                machines.set(i, new Machine(machine.id(), machine.host(), machine.port(), state, "the test said so"));
            }
            return InMemoryPlatform.withMachines(environment, machines);
        };
    }

    /** Case 1. */
    @Test
    void blueIsNotRetiredBeforeTheRouterShowsGreenSeveralTimesInARow() {
        liveWith(1);
        Deque<EnvironmentName> shown = new ArrayDeque<>(List.of(BLUE, BLUE, GREEN, BLUE, GREEN, GREEN, BLUE));
        platform.shows = routing -> greenIsLive() && !shown.isEmpty() ? TrafficSplit.allTo(shown.remove()) : routing;
        platform.failing = call -> {
            assertThat(call.equals("destroy " + BLUE) && !shown.isEmpty()).isFalse();
            return false;
        };

        DeploymentResult result = deploy(version("1.1"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(platform.calls.subList(callsBefore("route " + GREEN + " 100 %"), callsBefore("destroy " + BLUE)))
                .filteredOn("observed"::equals)
                .hasSizeGreaterThanOrEqualTo(7 + 3);
    }

    /** Case 1: the switch comes when nobody waits for it any more. */
    @Test
    void aRouterThatSwitchesTooLateIsToldToStayBeforeGreenIsRemoved() {
        liveWith(1);
        platform.shows = routing -> TrafficSplit.allTo(BLUE);

        DeploymentResult result = deploy(version("1.1").onFailure(rollBack()));
        platform.shows = UnaryOperator.identity();

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.RoutingNotObserved.class);
        assertThat(platform.routing).isEqualTo(TrafficSplit.allTo(BLUE));
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
        assertThat(callsBefore("route " + BLUE + " 100 %")).isLessThan(callsBefore("destroy " + GREEN));
    }

    /** Case 2. */
    @Test
    void blueStaysUntilAllOfGreenIsHealthy() {
        liveWith(3);
        Instant late = platform.clock().plus(Duration.ofMinutes(4));
        platform.made = machinesAre(Machine.State.STARTING, 2);
        platform.onSleep = () -> {
            if (!platform.clock().isBefore(late)) {
                platform.worlds.computeIfPresent(
                        GREEN,
                        (name, green) -> machinesAre(Machine.State.RUNNING, 0).apply(green));
            }
        };
        List<Instant> routed = new ArrayList<>();
        platform.failing = call -> call.startsWith("route") && !routed.add(platform.clock());

        DeploymentResult result = deploy(version("1.1"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(routed).singleElement().satisfies(at -> assertThat(at).isAfter(late));
    }

    /** Case 2. */
    @Test
    void anEmptyEnvironmentNeverGetsTraffic() {
        liveWith(1);
        platform.made = environment -> InMemoryPlatform.withMachines(environment, List.of());

        DeploymentResult result = deploy(version("1.1").onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.TooFewMachines.class);
        assertThat(platform.calls).noneMatch(call -> call.startsWith("route"));
    }

    /** Case 5. */
    @Test
    void blueIsBroughtBackToFullCapacityAndProvenBeforeItIsRoutedTo() {
        liveWith(30);
        platform.onSleep = () -> platform.worlds.computeIfPresent(
                BLUE,
                (name, blue) -> greenIsLive() && platform.calls.stream().noneMatch(call -> call.startsWith("resize"))
                        ? new Environment(
                                name, blue.revision(), 3, blue.machines().subList(0, 3), blue.properties())
                        : blue);
        healthOf(machine -> !(isGreen(machine) && greenIsLive()));
        Set<MachineId> provenBlue = new HashSet<>();
        platform.failing = call -> {
            if (call.equals("route " + BLUE + " 100 %")) {
                platform.worlds.get(BLUE).machines().forEach(machine -> provenBlue.add(machine.id()));
            }
            return false;
        };

        DeploymentResult result =
                deploy(version("1.1").bake(Duration.ofHours(1)).onFailure(rollBack()));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(callsBefore("resize " + BLUE + " to 30")).isLessThan(callsBefore("route " + BLUE + " 100 %"));
        assertThat(provenBlue).hasSize(30);
        assertThat(result.events(Event.EnvironmentProven.class)).last().satisfies(proven -> {
            assertThat(proven.environment()).isEqualTo(BLUE);
            assertThat(proven.machines()).isEqualTo(30);
        });
    }

    /** The phases of case 7. */
    enum Phase {
        CREATE,
        AWAIT_HEALTH,
        SMOKE_TEST,
        LAST_LOOK_BEFORE_CUTOVER,
        CUT_OVER,
        ROUTER_DISOBEYS,
        PROOF_FROM_OUTSIDE,
        BAKE,
        KEEP_WARM
    }

    private void fail(Phase phase) {
        switch (phase) {
            case CREATE -> platform.failing = call -> call.equals("create " + GREEN);
            case AWAIT_HEALTH -> healthOf(machine -> !isGreen(machine));
            case SMOKE_TEST -> smokeTestPasses = false;
            case LAST_LOOK_BEFORE_CUTOVER -> healthOf(machine -> !(isGreen(machine) && smokeTested));
            case CUT_OVER -> platform.failing = call -> call.equals("route " + GREEN + " 100 %");
            case ROUTER_DISOBEYS -> platform.shows = routing -> TrafficSplit.allTo(BLUE);
            case PROOF_FROM_OUTSIDE -> healthOf(machine -> !machine.id().value().equals("entry"));
            case BAKE -> healthOf(machine -> !(isGreen(machine) && greenIsLive() && past(Duration.ofMinutes(5))));
            case KEEP_WARM -> healthOf(machine -> !(isGreen(machine) && greenIsLive() && past(Duration.ofMinutes(90))));
        }
    }

    private boolean smokeTestPasses = true;
    private boolean smokeTested;
    private Instant begun = Instant.MIN;

    private boolean past(Duration time) {
        return platform.clock().isAfter(begun.plus(time));
    }

    /** Case 7. */
    @ParameterizedTest
    @EnumSource
    void aFailureInAnyPhaseGoesBackToTheLastEnvironmentThatWasProvenHealthy(Phase phase) {
        liveWith(2);
        begun = platform.clock();
        fail(phase);

        DeploymentResult result = deploy(version("1.1")
                .smokeTest("works", SmokeTest.code(green -> {
                    smokeTested = true;
                    assertThat(smokeTestPasses).isTrue();
                }))
                .revisionAt("/version")
                .bake(Duration.ofHours(1))
                .keepWarm(Duration.ofHours(1))
                .onFailure(rollBack()));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(platform.routing).isEqualTo(TrafficSplit.allTo(BLUE));
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
        assertThat(sent).hasSize(1);
    }

    /** Case 8: only what runs is asked, and only a good answer is one. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
    void aMachineOfWhichThePlatformSaysAnythingButThatItRunsIsNotHealthy(Machine.State state) {
        liveWith(1);
        platform.made = machinesAre(state, 0);

        DeploymentResult result = deploy(version("1.1").onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().flatMap(Failure::machine)).isPresent();
        assertThat(result.failure().orElseThrow().message()).contains("the test said so");
        assertThat(platform.calls).noneMatch(call -> call.startsWith("route"));
    }

    /** Case 8: a machine that was seen not running starts its count again. */
    @Test
    void threeGoodAnswersAreOfTheSameMachineInARow() {
        liveWith(1);
        List<Machine.State> states =
                new ArrayList<>(List.of(Machine.State.RUNNING, Machine.State.UNKNOWN, Machine.State.RUNNING));
        List<String> asked = new ArrayList<>();
        platform.onSleep = () -> {
            if (!states.isEmpty()) {
                platform.worlds.computeIfPresent(
                        GREEN, (name, green) -> machinesAre(states.remove(0), 0).apply(green));
                asked.add("|");
            }
        };
        platform.health = machine -> {
            asked.add(isGreen(machine) ? "green" : "other");
            return WELL;
        };

        assertThat(deploy(version("1.1")).succeeded()).isTrue();

        assertThat(asked.subList(asked.lastIndexOf("|"), asked.size()))
                .filteredOn("green"::equals)
                .as("three that prove it and one right before cutover")
                .hasSizeGreaterThanOrEqualTo(3 + 1);
    }

    /** Case 9, as far as it applies: the routing is what a deployment changes for its duration. */
    @Test
    void whatIsChangedIsWrittenDownBeforeAndPutBack() {
        liveWith(1);
        healthOf(machine -> !(isGreen(machine) && greenIsLive()));
        List<String> lastRecords = new ArrayList<>();
        platform.failing = call -> {
            if (call.startsWith("route")) {
                List<String> keys = platform.store.list("journal/000002/");
                lastRecords.add(platform.store
                        .read(keys.get(keys.size() - 1))
                        .orElseThrow()
                        .document()
                        .text());
            }
            return false;
        };

        DeploymentResult result =
                deploy(version("1.1").bake(Duration.ofHours(1)).onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(lastRecords).hasSize(2).allMatch(text -> text.contains("\"event\":\"EffectIntended\""));
        assertThat(lastRecords.get(0)).contains("cut over to orders-2-1");
        assertThat(lastRecords.get(1)).contains("cut over to orders-1-1");
        assertThat(platform.store
                        .read("journal/000002/000000")
                        .orElseThrow()
                        .document()
                        .text())
                .contains("DeploymentStarted", "\"routing\":{\"orders-1-1\":1}");
        assertThat(platform.routing).isEqualTo(TrafficSplit.allTo(BLUE));
    }

    private DeploymentResult pausedWhile(Runnable pause) {
        return deploy(version("1.1").smokeTest("takes too long", SmokeTest.code(green -> pause.run())));
    }

    private DeploymentResult takenOverBy(Deployment deployment) {
        platform.sleep(Duration.ofMinutes(10));
        return Deployer.on(platform).as("the successor").deploy(deployment);
    }

    private List<String> journal(int number) {
        return platform.store.list(String.format(Locale.ROOT, "journal/%06d/", number)).stream()
                .map(key -> platform.store.read(key).orElseThrow().document().text())
                .toList();
    }

    /** Case 12. */
    @Test
    void aStaleControllerThatWakesIsFencedOffByTheJournalAndHasNoEffect() {
        liveWith(1);
        List<DeploymentResult> successor = new ArrayList<>();
        List<List<String>> left = new ArrayList<>();

        DeploymentResult stale = pausedWhile(() -> {
            successor.add(takenOverBy(version("1.2")));
            left.add(journal(3));
            platform.calls.clear();
        });

        assertThat(successor)
                .singleElement()
                .satisfies(done -> assertThat(done.succeeded()).isTrue());
        assertThat(stale.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(stale.failure()).get().isInstanceOf(Failure.FencedOff.class);
        assertThat(stale.failure().orElseThrow().message()).contains("record", "orders#2");
        assertThat(platform.calls)
                .as("it looks, and changes nothing")
                .allMatch(call -> call.equals("observed") || call.equals("list") || call.startsWith("find"));
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-3-1"));
        assertThat(journal(3)).as("the finished deployment is left as it is").isEqualTo(left.get(0));
        assertThat(journal(2))
                .anyMatch(record -> record.contains("TakenOver") && record.contains("\"by\":\"the successor\""));
        assertThat(journal(2))
                .filteredOn(record -> record.contains("\"writer\":\"the test\""))
                .last()
                .asString()
                .contains("create orders-2-1");
    }

    /** Case 12: the lease ran out and was given back, so that only the journal can tell. */
    @Test
    void aControllerThatIsPausedAtItsVeryEndIsFencedOffToo() {
        liveWith(1);
        List<DeploymentResult> successor = new ArrayList<>();
        platform.failing = call -> {
            boolean atTheEnd = call.equals("list") && greenIsLive() && !platform.worlds.containsKey(BLUE);
            if (atTheEnd && successor.isEmpty()) {
                platform.failing = other -> false;
                successor.add(takenOverBy(version("1.2")));
            }
            return false;
        };

        DeploymentResult stale = deploy(version("1.1"));

        assertThat(successor)
                .singleElement()
                .satisfies(done -> assertThat(done.succeeded()).isTrue());
        assertThat(stale.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(stale.failure()).get().isInstanceOf(Failure.FencedOff.class);
        assertThat(journal(2))
                .filteredOn(record -> record.contains("DeploymentFinished"))
                .singleElement()
                .asString()
                .contains("\"writer\":\"the successor\"", "DEPLOYED");
        assertThat(sent)
                .filteredOn(message -> message.deployment().number() == 2)
                .hasSize(1);
    }

    /** Case 15. */
    @Test
    void aTestThatNeverAnswersIsRolledBackAndToldOnce() {
        liveWith(1);
        platform.cutsOff = true;

        DeploymentResult result = deploy(version("1.1")
                .smokeTest(
                        "hangs",
                        SmokeTest.code(green -> platform.sleep(Duration.ofDays(1)))
                                .within(Duration.ofSeconds(40)))
                .onFailure(rollBack()));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.SmokeTestFailed.class);
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(message.headline())
                        .contains("rolled back", "'hangs' failed", "it did not end within 40 s and was interrupted"));
        assertThat(Duration.between(
                        result.events().get(0).at(),
                        result.events().get(result.events().size() - 1).at()))
                .isLessThan(Duration.ofMinutes(2));
    }

    /** Case 15: the deadline of a smoke test is one for all machines. */
    @Test
    void aSlowTestOfManyMachinesTakesNoLongerThanItsDeadline() {
        liveWith(5);
        platform.cutsOff = true;
        List<Duration> limits = new ArrayList<>();

        deploy(version("1.1")
                .smokeTest(
                        "answers",
                        SmokeTest.probe(green -> {
                                    platform.sleep(Duration.ofSeconds(15));
                                    platform.asked = limits::add;
                                    return http("/orders");
                                })
                                .within(Duration.ofSeconds(20))));

        assertThat(limits.subList(0, 5)).containsOnly(Duration.ofSeconds(5));
    }

    /** Case 16. */
    @Test
    void aSickLiveEnvironmentDoesNotKeepTheFixFromBeingDeployed() {
        liveWith(2);
        healthOf(machine -> isGreen(machine) || machine.id().value().equals("entry"));
        platform.worlds.get(BLUE).machines().forEach(machine -> platform.fail(machine.id(), "out of memory"));

        DeploymentResult result = deploy(version("1.1")
                .revisionAt("/version")
                .bake(Duration.ofMinutes(5))
                .keepWarm(Duration.ofMinutes(5)));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(platform.live()).isEqualTo(GREEN);
        assertThat(platform.worlds).containsOnlyKeys(GREEN);
    }

    /** Case 16. */
    @Test
    void aLiveEnvironmentThatIsGoneDoesNotKeepTheFixFromBeingDeployed() {
        liveWith(2);
        platform.worlds.clear();

        DeploymentResult result = deploy(version("1.1").machines(2));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(platform.live()).isEqualTo(GREEN);
    }

    /** Case 16. */
    @Test
    void goingBackToASickEnvironmentNeedsAPerson() {
        liveWith(1);
        healthOf(machine -> isGreen(machine) && !greenIsLive());

        DeploymentResult result =
                deploy(version("1.1").bake(Duration.ofMinutes(5)).onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(platform.routing).as("traffic stays where it is").isEqualTo(TrafficSplit.allTo(GREEN));
        assertThat(platform.worlds).containsOnlyKeys(BLUE, GREEN);
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(message.headline()).contains("needs a person"));
    }

    /** Case 16: nothing was switched, so there is nothing to go back to. */
    @Test
    void aFixThatFailsBeforeCutoverLeavesTheSickOneAsItWas() {
        liveWith(1);
        healthOf(machine -> false);

        DeploymentResult result = deploy(version("1.1").onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
    }

    /** Case 19. */
    @ParameterizedTest
    @EnumSource(Outcome.class)
    void eachOutcomeIsToldExactlyOnceWithItsCause(Outcome outcome) {
        liveWith(1);
        Deployment broken = version("1.1").smokeTest("works", green -> tcp());
        DeploymentResult result = switch (outcome) {
            case DEPLOYED -> deploy(version("1.1"));
            case REFUSED ->
                deploy(Deployment.blueGreen()
                        .artifact("s3://releases/missing-503.tar.gz")
                        .healthCheck(tcp())
                        .notifying(sent::add));
            case ROLLED_BACK -> sick(broken.onFailure(rollBack()));
            case QUARANTINED -> sick(broken.onFailure(quarantine(Duration.ofHours(1))));
            case HALTED -> sick(broken.onFailure(halt()));
        };

        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.outcome()).contains(outcome);
            assertThat(message.isFailure()).isEqualTo(outcome != Outcome.DEPLOYED);
            assertThat(message.headline()).contains(outcome == Outcome.DEPLOYED ? "is live" : "503");
        });
    }

    private DeploymentResult sick(Deployment deployment) {
        healthOf(machine -> !isGreen(machine));
        return deploy(deployment);
    }

    /** Case 19: what a platform throws is an outcome as well. */
    @Test
    void aPlatformThatThrowsWhateverItLikesIsToldExactlyOnce() {
        for (String call :
                List.of("observed", "list", "find " + GREEN, "create " + GREEN, "route " + GREEN + " 100 %")) {
            InMemoryPlatform broken = new InMemoryPlatform();
            List<Notification> told = new ArrayList<>();
            Deployment first = version("1.0").notifying(told::add);
            Deployer.on(broken).deploy(first).orElseThrow();
            told.clear();
            broken.failing = called -> {
                if (called.equals(call)) {
                    throw new UnsupportedOperationException("a bug of the platform's");
                }
                return false;
            };

            DeploymentResult result = Deployer.on(broken).deploy(first.onFailure(rollBack()));

            assertThat(result.succeeded()).isFalse();
            assertThat(told)
                    .as(call)
                    .singleElement()
                    .satisfies(message -> assertThat(message.headline()).contains("a bug of the platform's"));
        }
    }

    /** Case 19: also where its controller was fenced off; how it ended is told by the one that ended it. */
    @Test
    void aDeploymentWhoseControllerWasFencedOffIsToldExactlyOnce() {
        liveWith(1);

        pausedWhile(() -> takenOverBy(version("1.2")));

        assertThat(sent)
                .extracting(
                        message -> message.deployment().number(),
                        message -> message.outcome().orElseThrow())
                .containsExactlyInAnyOrder(tuple(3, Outcome.DEPLOYED), tuple(2, Outcome.ROLLED_BACK));
    }

    /** Case 22. */
    @Test
    void greenHasAsManyProvenMachinesAsBlueHasNowBeforeItGetsTraffic() {
        liveWith(5);
        Set<MachineId> well = new HashSet<>();
        platform.health = machine -> {
            well.add(machine.id());
            return WELL;
        };
        List<Long> greenMachines = new ArrayList<>();
        platform.failing = call -> call.startsWith("route")
                && !greenMachines.add(well.stream()
                        .filter(id -> id.value().startsWith("orders-2"))
                        .count());

        DeploymentResult result = deploy(version("1.1").machines(2));

        assertThat(result.succeeded()).isTrue();
        assertThat(greenMachines).containsExactly(5L);
        assertThat(result.events(Event.EnvironmentProven.class))
                .first()
                .satisfies(proven -> assertThat(proven.machines()).isEqualTo(5));
    }

    /** Case 23. */
    @Test
    void aReleaseWhoseCleanUpFailedIsLiveAndTheNextDeploymentCleansUp() {
        liveWith(1);
        platform.failing = call -> call.equals("destroy " + BLUE);
        DeploymentResult result = deploy(version("1.1"));
        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(platform.worlds).containsOnlyKeys(BLUE, GREEN);
        assertThat(result.cleanUpFailures())
                .singleElement()
                .satisfies(left -> assertThat(left.step()).isEqualTo("retire orders-1-1"));
        assertThat(sent)
                .singleElement()
                .satisfies(message ->
                        assertThat(message.done()).anyMatch(done -> done.contains("could not retire orders-1-1")));

        platform.failing = call -> false;
        deploy(version("1.2")).orElseThrow();

        assertThat(platform.worlds).containsOnlyKeys(new EnvironmentName("orders-3-1"));
    }

    /** Case 24. */
    @Test
    void requestsThatEndInTheirTimeAreNotCut() {
        liveWith(1);
        platform.inFlight.put(BLUE, 100L);
        platform.onSleep = () ->
                platform.inFlight.computeIfPresent(BLUE, (name, open) -> greenIsLive() ? Math.max(0, open - 1) : open);
        List<Long> openAtTheEnd = new ArrayList<>();
        platform.failing = call -> call.equals("destroy " + BLUE) && !openAtTheEnd.add(platform.inFlight.get(BLUE));

        DeploymentResult result = deploy(version("1.1").drain(Duration.ofHours(1)));

        assertThat(result.succeeded()).isTrue();
        assertThat(openAtTheEnd).containsExactly(0L);
        assertThat(result.events(Event.StragglersFound.class)).isEmpty();
    }

    /** Case 24. */
    @Test
    void connectionsThatStayOpenAreCountedCutAtTheirDeadlineAndReported() {
        liveWith(1);
        platform.inFlight.put(BLUE, 7L);
        List<Instant> destroyed = new ArrayList<>();
        platform.failing = call -> call.equals("destroy " + BLUE) && !destroyed.add(platform.clock());

        DeploymentResult result = deploy(version("1.1").drain(Duration.ofMinutes(3)));

        Event.RoutingObserved switched =
                result.events(Event.RoutingObserved.class).get(0);
        assertThat(destroyed)
                .singleElement()
                .satisfies(at -> assertThat(Duration.between(switched.at(), at))
                        .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(3).plusSeconds(1)));
        assertThat(result.events(Event.StragglersFound.class)).singleElement().satisfies(found -> {
            assertThat(found.environment()).isEqualTo(BLUE);
            assertThat(found.inFlight()).isEqualTo(7);
        });
        assertThat(sent)
                .singleElement()
                .satisfies(message ->
                        assertThat(message.done()).contains("cut 7 requests that were still in flight to orders-1-1"));
    }
}
