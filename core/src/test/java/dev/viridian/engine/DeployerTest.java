package dev.viridian.engine;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.allOf;
import static dev.viridian.HealthCheck.anyOf;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentFailedException;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeployerTest {
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

    private DeploymentResult liveWith(String version, int machines) {
        DeploymentResult result = deploy(version(version).machines(machines)).orElseThrow();
        platform.calls.clear();
        sent.clear();
        return result;
    }

    @Test
    void firstDeploymentMakesItsEnvironmentLive() {
        DeploymentResult result = deploy(version("1.0").machines(2));

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-1-1"));
        assertThat(platform.worlds.get(platform.live()).machines()).hasSize(2);
        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.outcome()).contains(Outcome.DEPLOYED);
            assertThat(message.headline()).isEqualTo("orders#1 (1.0) is live");
        });
    }

    @Test
    void secondDeploymentRetiresTheFormerEnvironmentOnlyAfterTheRouterShowedTheNewOneThreeTimes() {
        liveWith("1.0", 3);

        DeploymentResult result = deploy(version("1.1"));

        assertThat(result.succeeded()).isTrue();
        assertThat(platform.worlds.keySet()).containsExactly(new EnvironmentName("orders-2-1"));
        assertThat(platform.worlds.get(platform.live()).size()).isEqualTo(3);
        List<String> afterRoute = platform.calls.subList(
                platform.calls.indexOf("route orders-2-1 100 %"), platform.calls.indexOf("destroy orders-1-1"));
        assertThat(afterRoute).filteredOn("observed"::equals).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aRouterThatShowsTheNewRoutingIsLookedAtAgainAsSoonAsItIsWorthIt() {
        liveWith("1.0", 1);

        assertThat(fromSwitchingToBelieving(deploy(version("1.1"))))
                .isEqualTo(platform.pace().multipliedBy(2));
        platform.lookAgainAfter = Optional.of(Duration.ofNanos(20_000));
        assertThat(fromSwitchingToBelieving(deploy(version("1.2")))).isEqualTo(Duration.ofNanos(40_000));
    }

    private static Duration fromSwitchingToBelieving(DeploymentResult result) {
        Instant switched = result.events(Event.EffectDone.class).stream()
                .filter(done -> done.effect().startsWith("cut over"))
                .findFirst()
                .orElseThrow()
                .at();
        return Duration.between(
                switched, result.events(Event.RoutingObserved.class).get(0).at());
    }

    @Test
    void everyEffectIsWrittenDownBeforeAndAfterIt() {
        DeploymentResult result = deploy(version("1.0"));

        assertThat(result.events(Event.EffectIntended.class))
                .extracting(Event.EffectIntended::effect)
                .containsExactly("create orders-1-1", "cut over to orders-1-1 100 %");
        assertThat(result.events(Event.EffectDone.class)).hasSize(2);
        assertThat(platform.store
                        .read("journal/000001/000001")
                        .orElseThrow()
                        .document()
                        .text())
                .contains("\"event\":\"EffectIntended\"", "\"effect\":\"create orders-1-1\"", "\"fencingToken\":1");
    }

    @Test
    void whatHappensIsInTheJournalWithinASecondWhileTheEngineWaits() {
        List<String> whileBaking = new ArrayList<>();
        Instant start = platform.clock();
        platform.onSleep = () -> {
            if (Duration.between(start, platform.clock()).compareTo(Duration.ofMinutes(1)) > 0) {
                List<String> keys = platform.store.list("journal/000001/");
                whileBaking.add(platform.store
                        .read(keys.get(keys.size() - 1))
                        .orElseThrow()
                        .document()
                        .text());
                platform.onSleep = () -> {};
            }
        };

        deploy(version("1.0").bake(Duration.ofMinutes(5))).orElseThrow();

        assertThat(whileBaking).singleElement().asString().contains("RoutingObserved");
    }

    @Test
    void aDeploymentTakesFewRecordsBecauseWhatMerelyHappenedWaitsForTheNextIntent() {
        platform.health = machine -> Answer.well("200");
        liveWith("1.0", 1);

        deploy(version("1.1").smokeTest("works", green -> http("/orders"))).orElseThrow();

        assertThat(platform.store.list("journal/000002/"))
                .as("begun, create, waiting for health, cut over, retire, finished, told")
                .hasSize(7);
    }

    @Test
    void aMachineThatFlapsStartsItsCountAgain() {
        List<Boolean> answers = new ArrayList<>(List.of(true, true, false, true, true, true));
        List<Boolean> asked = new ArrayList<>();
        platform.health = machine -> {
            boolean well = answers.isEmpty() || answers.remove(0);
            asked.add(well);
            return well ? Answer.well("200") : Answer.sick("503");
        };

        DeploymentResult result = deploy(version("1.0"));

        assertThat(result.succeeded()).isTrue();
        assertThat(answers).isEmpty();
        assertThat(asked.subList(0, 6)).containsExactly(true, true, false, true, true, true);
    }

    @Test
    void theOneSickMachineIsRebuiltAndItIsToldOnce() {
        liveWith("1.0", 2);
        Set<MachineId> sick = new HashSet<>();
        platform.health = machine -> {
            if (sick.isEmpty() && machine.id().value().startsWith("orders-2-1")) {
                sick.add(machine.id());
            }
            return sick.contains(machine.id()) ? Answer.sick("503 password=secret") : Answer.well("200");
        };

        DeploymentResult result = deploy(version("1.1"));

        assertThat(result.succeeded()).isTrue();
        assertThat(platform.calls)
                .filteredOn(call -> call.startsWith("replace"))
                .hasSize(1);
        assertThat(platform.calls).filteredOn(call -> call.startsWith("create")).hasSize(1);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).outcome()).isEmpty();
        assertThat(sent.get(0).machine()).isPresent();
        assertThat(sent.get(0).headline()).contains("503 password=***").doesNotContain("secret");
        assertThat(sent.get(0).evidence().items().get(0).text())
                .contains("password=***")
                .doesNotContain("hunter2");
        assertThat(sent.get(1).outcome()).contains(Outcome.DEPLOYED);
    }

    @Test
    void aSmokeTestThatFailsIsRetriedThenRebuiltThenRolledBack() {
        liveWith("1.0", 2);
        AtomicInteger runs = new AtomicInteger();
        Deployment broken = version("1.1")
                .smokeTest("reaches its database", SmokeTest.code(green -> {
                    runs.incrementAndGet();
                    throw new AssertionError("Database ordres not found, token=abc123");
                }))
                .onFailure(retry(2).then(rebuild()).then(rollBack()));

        DeploymentResult result = deploy(broken);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(runs).hasValue(6);
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-1-1"));
        assertThat(platform.worlds.keySet()).containsExactly(new EnvironmentName("orders-1-1"));
        assertThat(platform.calls).filteredOn(call -> call.startsWith("route")).isEmpty();
        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.headline())
                    .contains("rolled back", "Database ordres not found")
                    .doesNotContain("abc123");
            assertThat(message.attempts()).hasSize(6);
            assertThat(message.live()).isEqualTo("1.0 (orders-1-1) 100 %");
        });
        assertThatThrownBy(result::orElseThrow)
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("reaches its database");
    }

    @Test
    void aCandidateThatIsWellTheSecondTimeIsDeployed() {
        liveWith("1.0", 1);
        Deployment flaky = version("1.1")
                .smokeTest("works", SmokeTest.code(green -> {
                    if (green.name().value().equals("orders-2-1")) {
                        throw new IllegalStateException("not this one");
                    }
                }))
                .onFailure(rebuild());

        DeploymentResult result = deploy(flaky);

        assertThat(result.succeeded()).isTrue();
        assertThat(platform.worlds.keySet()).containsExactly(new EnvironmentName("orders-2-2"));
        assertThat(sent).hasSize(2);
    }

    @Test
    void aRouterThatAcceptsAndDoesNotSwitchIsRolledBackAndBlueStays() {
        liveWith("1.0", 2);
        platform.routerObeys = false;

        DeploymentResult result = deploy(version("1.1").onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.RoutingNotObserved.class);
        assertThat(platform.worlds.keySet()).containsExactly(new EnvironmentName("orders-1-1"));
    }

    @Test
    void aMachineThatGetsSickWhileBakingIsRolledBackToTheFormerEnvironmentAtFullCapacity() {
        liveWith("1.0", 3);
        platform.health = machine -> platform.routing.reaches(new EnvironmentName("orders-2-1"))
                        && machine.id().value().startsWith("orders-2")
                ? Answer.sick("500")
                : Answer.well("200");
        List<MachineId> killed = new ArrayList<>();
        platform.onSleep = () -> {
            if (killed.isEmpty() && platform.routing.reaches(new EnvironmentName("orders-2-1"))) {
                killed.add(new MachineId("orders-1-1.2"));
                platform.fail(killed.get(0), "killed");
            }
        };

        DeploymentResult result =
                deploy(version("1.1").bake(Duration.ofHours(12)).onFailure(rollBack()));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.EnvironmentBecameSick.class);
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-1-1"));
        assertThat(platform.calls).contains("replace orders-1-1.2");
        assertThat(platform.worlds.keySet()).containsExactly(new EnvironmentName("orders-1-1"));
    }

    @Test
    void aTwelveHourBakeTakesVirtualTime() {
        liveWith("1.0", 1);

        DeploymentResult result = deploy(version("1.1").bake(Duration.ofHours(12)));

        assertThat(result.succeeded()).isTrue();
        assertThat(Duration.between(
                        result.events().get(0).at(),
                        result.events().get(result.events().size() - 1).at()))
                .isGreaterThan(Duration.ofHours(12));
    }

    @Test
    void quarantineKeepsTheCandidateOutOfTrafficUntilItsTimeIsOver() {
        liveWith("1.0", 1);
        platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick("503") : Answer.well("200");

        DeploymentResult result = deploy(version("1.1").onFailure(quarantine(Duration.ofHours(1))));

        assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
        assertThat(result.quarantined()).containsExactly(new EnvironmentName("orders-2-1"));
        assertThat(platform.worlds).containsKey(new EnvironmentName("orders-2-1"));
        deploy(version("1.2")).orElseThrow();
        assertThat(platform.worlds).containsKey(new EnvironmentName("orders-2-1"));
        platform.sleep(Duration.ofHours(2));
        deploy(version("1.3")).orElseThrow();
        assertThat(platform.worlds).doesNotContainKey(new EnvironmentName("orders-2-1"));
    }

    @Test
    void haltLeavesEverythingAsItIs() {
        liveWith("1.0", 1);
        platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick("503") : Answer.well("200");

        DeploymentResult result = deploy(version("1.1").onFailure(halt()));

        assertThat(result.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(platform.worlds)
                .containsOnlyKeys(new EnvironmentName("orders-1-1"), new EnvironmentName("orders-2-1"));
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-1-1"));
    }

    @Test
    void aRemedyIsAppliedOnceAndTheStepIsTriedAgain() {
        AtomicInteger applied = new AtomicInteger();
        platform.failing = call -> call.startsWith("create") && applied.get() == 0;

        DeploymentResult result = deploy(version("1.0")
                .onFailure(when(Failure.CallFailed.class, remedy("mend it", failure -> applied.incrementAndGet()))
                        .then(rollBack())));

        assertThat(result.succeeded()).isTrue();
        assertThat(applied).hasValue(1);
    }

    @Test
    void aRemedyThatFailsIsToldAndTheNextResponseFollows() {
        platform.failing = call -> call.startsWith("create");

        DeploymentResult result = deploy(version("1.0")
                .onFailure(when(Failure.CallFailed.class, remedy("mend it", failure -> {
                            throw new IllegalStateException("cannot");
                        }))
                        .then(rollBack())));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.events(Event.RemedyFailed.class)).hasSize(1);
    }

    @Test
    void anEnvironmentThatCannotBeMadeIsRefusedByThePlanAndBeforeAnythingIsTouched() {
        liveWith("1.0", 3);
        platform.possible = spec -> {
            throw PlatformException.refused("make " + spec.name() + " of " + spec.machines(), "the quota is 4.");
        };

        DeploymentResult result = deploy(version("1.1"));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains("make orders-2-1 of 3")
                .contains("the quota is 4.");
        assertThat(platform.calls).noneMatch(call -> call.startsWith("create"));
        assertThat(sent).hasSize(1);
        assertThatThrownBy(() -> Deployer.on(platform).plan(version("1.1")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("the quota is 4.");
    }

    @Test
    void aMissingArtifactIsRefusedBeforeAnythingIsTouched() {
        liveWith("1.0", 1);

        DeploymentResult result = deploy(Deployment.blueGreen()
                .artifact("s3://releases/missing.tar.gz")
                .healthCheck(tcp())
                .notifying(sent::add));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(platform.calls).noneMatch(call -> call.startsWith("create") || call.startsWith("route"));
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(message.headline()).contains("there is nothing"));
    }

    @Test
    void whatAnEarlierRunLeftBehindIsRemoved() {
        liveWith("1.0", 1);
        platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick("503") : Answer.well("200");
        deploy(version("1.1").onFailure(halt()));

        DeploymentResult result = deploy(version("1.2"));

        assertThat(result.succeeded()).isTrue();
        assertThat(platform.worlds).containsOnlyKeys(new EnvironmentName("orders-3-1"));
    }

    @Test
    void aCleanUpThatFailsLeavesTheReleaseLiveAndIsReported() {
        liveWith("1.0", 1);
        platform.failing = call -> call.startsWith("destroy");

        DeploymentResult result = deploy(version("1.1"));

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.cleanUpFailures()).hasSize(1);
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-2-1"));
    }

    @Test
    void aRollBackThatFailsNeedsAPerson() {
        liveWith("1.0", 1);
        platform.health = machine ->
                platform.routing.reaches(new EnvironmentName("orders-2-1")) ? Answer.sick("500") : Answer.well("200");

        DeploymentResult result =
                deploy(version("1.1").bake(Duration.ofMinutes(5)).onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(message.headline()).contains("needs a person"));
    }

    @Test
    void somebodyWhoSwitchesTheTrafficElsewhereMeanwhileIsNoticed() {
        liveWith("1.0", 1);
        platform.worlds.put(new EnvironmentName("stranger"), platform.worlds.get(new EnvironmentName("orders-1-1")));
        Deployment stranger = version("1.1")
                .smokeTest(
                        "is quiet",
                        SmokeTest.code(
                                green -> platform.routing = TrafficSplit.allTo(new EnvironmentName("stranger"))));

        DeploymentResult result = deploy(stranger);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.InvariantBroken.class);
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-1-1"));
    }

    @Test
    void requestsThatDoNotEndAreCutAfterTheTimeToDrainAndReported() {
        liveWith("1.0", 1);
        platform.inFlight.put(new EnvironmentName("orders-1-1"), 2L);

        DeploymentResult result = deploy(version("1.1").drain(Duration.ofSeconds(10)));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.events(Event.StragglersFound.class))
                .singleElement()
                .satisfies(found -> assertThat(found.inFlight()).isEqualTo(2));
    }

    @Test
    void theDeadlineOfTheWholeRollsBack() {
        liveWith("1.0", 1);

        DeploymentResult result =
                deploy(version("1.1").bake(Duration.ofHours(2)).within(Duration.ofHours(1)));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.DeadlinePassed.class);
    }

    @Test
    void compositeChecksAreTakenApart() {
        platform.health = machine -> Answer.well("200");

        assertThat(deploy(version("1.0")
                                .healthCheck(allOf(http("/a"), tcp()))
                                .healthCheck(anyOf(http("/b"), tcp()).consecutively(1)))
                        .succeeded())
                .isTrue();
    }

    @Test
    void aCheckThatThrowsAnErrorIsABadAnswer() {
        platform.health = machine -> {
            throw new LinkageError("no such class");
        };

        DeploymentResult result = deploy(version("1.0").onFailure(rollBack()));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("no such class");
    }

    @Test
    void aSmokeTestThatThrowsAnErrorOfAnyKindHasFailed() {
        for (Error error : List.of(new Error("of no kind"), new StackOverflowError("of the machine"))) {
            DeploymentResult result = deploy(version("1.0")
                    .smokeTest("works", SmokeTest.code(green -> {
                        throw error;
                    }))
                    .onFailure(rollBack()));

            assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(result.failure().orElseThrow().message()).contains(error.getMessage());
        }
    }

    /** Receivers drop a second message of the same key. */
    @Test
    void twoThatAreRefusedInTheSameInstantAreToldApart() {
        Deployment inner = version("1.1");

        deploy(version("1.0").smokeTest("meanwhile", SmokeTest.code(green -> {
            Deployer.on(platform).as("bert").notWaiting().deploy(inner);
            Deployer.on(platform).as("carla").notWaiting().deploy(inner);
        })));

        assertThat(sent)
                .filteredOn(notification -> notification.outcome().equals(Optional.of(Outcome.REFUSED)))
                .hasSize(2)
                .extracting(Notification::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void aLivingHolderOfTheLeaseIsNeverBroken() {
        Deployment inner = version("1.1");
        List<DeploymentResult> refused = new ArrayList<>();
        Deployment outer = version("1.0")
                .smokeTest(
                        "meanwhile",
                        SmokeTest.code(green -> refused.add(Deployer.on(platform)
                                .as("somebody else")
                                .waitingFor(Duration.ofSeconds(10))
                                .deploy(inner))));

        DeploymentResult result = deploy(outer);

        assertThat(result.succeeded()).isTrue();
        assertThat(refused).singleElement().satisfies(other -> {
            assertThat(other.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(other.failure().orElseThrow().message()).contains("held by the test since");
        });
    }

    @Test
    void aControllerThatLostItsLeaseStopsBeforeItsNextEffect() {
        Deployment inner = version("2.0");
        List<DeploymentResult> others = new ArrayList<>();
        Deployment outer = version("1.0").smokeTest("takes too long", SmokeTest.code(green -> {
            platform.sleep(Duration.ofMinutes(10));
            others.add(Deployer.on(platform).as("somebody else").deploy(inner));
        }));

        DeploymentResult result = deploy(outer);

        assertThat(others)
                .singleElement()
                .satisfies(other -> assertThat(other.succeeded()).isTrue());
        assertThat(result.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(result.failure()).get().isInstanceOf(Failure.FencedOff.class);
        assertThat(platform.live()).isEqualTo(new EnvironmentName("orders-2-1"));
        assertThat(platform.calls).doesNotContain("route orders-1-1 100 %");
    }

    @Test
    void aNotifierThatFailsNeverFailsADeployment() {
        DeploymentResult result = deploy(version("1.0").notifying(message -> {
            throw new IllegalStateException("no network");
        }));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.events(Event.NotificationFailed.class)).hasSize(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void theWorstCaseThatIsWrittenDownIsThatOfThePlan() {
        Deployer deployer = Deployer.on(platform).waitingFor(Duration.ofMinutes(2));
        Plan plan = deployer.plan(version("1.1"));

        assertThat(plan.patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(deployer.deploy(version("1.1")).events(Event.PlanMade.class))
                .extracting(Event.PlanMade::limit)
                .containsExactly(plan.worstCase());
    }

    @Test
    void planningChangesNothingAndSaysEverything() {
        liveWith("1.0", 3);

        String text = Deployer.on(platform)
                .plan(version("1.1").smokeTest("works", green -> http("/orders")))
                .text();

        assertThat(platform.calls).containsExactly("observed", "list", "observed", "list");
        assertThat(platform.store.list("journal/")).noneMatch(key -> key.startsWith("journal/000002"));
        assertThat(text)
                .contains(
                        "Deployment orders#2: blue/green",
                        "live now                   orders-1-1 running 1.0",
                        "candidate                  orders-2-1 on 3 machines",
                        "machines at the peak       6",
                        "wait for another deployment to end (the lease)   at most 15 min",
                        "GET /health; 3 in a row, every 1 s, each within 5 s, all within 5 min",
                        "retry 3 times, first after 1 s, then rebuild at most once, then roll back");
    }

    @Test
    void whateverAListenerThrowsTheDeploymentGoesOn() {
        List<Event> heard = new ArrayList<>();
        EventListener broken = event -> {
            heard.add(event);
            if (heard.size() % 2 == 0) {
                throw new IllegalStateException("no window");
            }
            throw new AssertionError("no such label");
        };

        DeploymentResult result = Deployer.on(platform).listening(broken).deploy(version("1.0"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(heard).isEqualTo(result.events());
    }

    @Test
    void whatIsToBeTriedForEverHasAPlanAndABoundAllTheSame() {
        Deployment stubborn =
                version("1.0").onFailure(retry(Integer.MAX_VALUE).then(rebuild().atMost(Integer.MAX_VALUE)));

        Plan plan = Deployer.on(platform).plan(stubborn);
        DeploymentResult result = deploy(stubborn);

        assertThat(plan.forwardLimit()).isEqualTo(Duration.ofDays(36_500));
        assertThat(result.succeeded()).as(result.timeline()).isTrue();
    }

    @Test
    void aTimeWithoutAnEndIsRefusedWhereItIsSaid() {
        Duration forever = ChronoUnit.FOREVER.getDuration();

        assertThatThrownBy(() -> Deployer.on(platform).waitingFor(forever))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Deployer.on(platform).pause(forever)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> version("1.0").keepWarm(forever)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> http("/health").timeout(forever)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quarantine(forever)).isInstanceOf(IllegalArgumentException.class);
    }
}
