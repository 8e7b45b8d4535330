package dev.viridian.engine;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the next controller does with a deployment that the one before did not live to finish. */
class ResumeTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    @Test
    void theSameIsCarriedOnWithUnderTheSameNames() {
        Deployment release = world.version("1.1");
        world.killedAt("create orders-2-1"::equals, release);

        DeploymentResult result = world.deploy(release);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.id()).isEqualTo(new DeploymentId("orders", 2));
        assertThat(result.events(Event.TakenOver.class))
                .singleElement()
                .satisfies(taken -> assertThat(taken.by()).isEqualTo("the next"));
        assertThat(result.events(Event.EffectIntended.class))
                .filteredOn(intended -> intended.effect().startsWith("create"))
                .hasSize(2)
                .extracting(Event.EffectIntended::idempotencyToken)
                .containsOnly("orders#2/create orders-2-1");
        assertThat(platform.worlds).containsOnlyKeys(GREEN);
        assertThat(world.sent)
                .singleElement()
                .extracting(Notification::headline)
                .isEqualTo("orders#2 (1.1) is live");
    }

    @Test
    void whoListensIsToldOnlyWhatHappensNow() {
        Deployment release = world.version("1.1");
        world.killedAt("create orders-2-1"::equals, release);
        List<Event> heard = new ArrayList<>();

        world.deployer().listening(heard::add).deploy(release).orElseThrow();

        assertThat(heard).first().isInstanceOf(Event.TakenOver.class);
        assertThat(heard).noneMatch(Event.DeploymentStarted.class::isInstance);
    }

    @Test
    void whoAsksIsToldToWhichDeploymentItHappens() {
        Deployment release = world.version("1.1");
        world.killedAt("create orders-2-1"::equals, release);
        Set<DeploymentId> heard = new HashSet<>();
        EventListener listener = new EventListener() {
            @Override
            public void on(Event event) {
                throw new AssertionError("of a deployment that is not said: " + event);
            }

            @Override
            public void on(DeploymentId deployment, Event event) {
                heard.add(deployment);
            }
        };

        world.deployer().listening(listener).deploy(release).orElseThrow();

        assertThat(heard).containsExactly(new DeploymentId("orders", 2));
    }

    @Test
    void afterCutoverItGoesOnFromThereAndBakesAgain() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        world.killedAfter(Duration.ofMinutes(20), release);
        assertThat(platform.live()).isEqualTo(GREEN);

        DeploymentResult result = world.deploy(release);

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(platform.calls).noneMatch(call -> call.startsWith("create"));
        assertThat(platform.calls).contains("route orders-2-1 100 %", "destroy orders-1-1");
        Event.TakenOver taken = result.events(Event.TakenOver.class).get(0);
        assertThat(result.events(Event.SuccessorProven.class))
                .singleElement()
                .satisfies(proven -> assertThat(Duration.between(taken.at(), proven.at()))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(30)));
    }

    @Test
    void onceTheFormerEnvironmentIsBeingRetiredThatIsAllThatIsLeftToDo() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        world.killedAt("destroy orders-1-1"::equals, release);

        DeploymentResult result = world.deploy(release);

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(platform.calls).contains("destroy orders-1-1").noneMatch(call -> call.startsWith("route"));
        assertThat(Duration.between(result.events(Event.TakenOver.class).get(0).at(), platform.clock()))
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void onceItGoesBackItGoesOnGoingBackForTheSameReason() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        platform.health = machine ->
                platform.routing.reaches(GREEN) && machine.id().value().startsWith("orders-2")
                        ? Answer.sick("500")
                        : Answer.well("200");
        world.killedAt("route orders-1-1 100 %"::equals, release);
        platform.health = machine -> Answer.well("200");

        DeploymentResult result = world.deploy(release);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.EnvironmentBecameSick.class);
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
        assertThat(world.sent)
                .singleElement()
                .satisfies(message -> assertThat(message.headline()).contains("rolled back", "500"));
    }

    @Test
    void anotherOneIsDeployedAfterTheUnfinishedOneIsRolledBack() {
        world.killedAfter(Duration.ofMinutes(20), world.version("1.1").bake(Duration.ofMinutes(30)));
        assertThat(platform.live()).isEqualTo(GREEN);
        List<String> atCutover = new ArrayList<>();
        platform.failing = call -> {
            if (call.equals("route orders-3-1 100 %")) {
                atCutover.add(platform.routing + " of " + platform.worlds.keySet());
            }
            return false;
        };

        DeploymentResult result = world.deploy(world.version("1.2"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.id()).isEqualTo(new DeploymentId("orders", 3));
        assertThat(atCutover)
                .as("the last proven environment is live, and the unproven candidate is gone")
                .containsExactly("orders-1-1 100 % of [orders-1-1, orders-3-1]");
        assertThat(world.sent)
                .extracting(Notification::headline)
                .containsExactly(
                        "orders#2 (1.1) failed and was rolled back: The deployment was cut short: its controller, the first,"
                                + " wrote last at 2026-01-01T00:00:04.020Z, and then ended or was paused.",
                        "orders#3 (1.2) is live");
        assertThat(world.deployer().history().map(entry -> entry.outcome()))
                .containsExactly(Outcome.DEPLOYED, Outcome.ROLLED_BACK, Outcome.DEPLOYED);
    }

    @Test
    void anotherOneIsRefusedWhereTheUnfinishedOneCannotBeRolledBack() {
        world.killedAfter(Duration.ofMinutes(20), world.version("1.1").bake(Duration.ofMinutes(30)));
        platform.failing = call -> call.equals("route orders-1-1 100 %");

        DeploymentResult result = world.deploy(world.version("1.2"));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains("roll back orders#2, which was unfinished", "Look at what is live, then deploy again");
        assertThat(platform.worlds).containsOnlyKeys(BLUE, GREEN);
        assertThat(world.sent)
                .extracting(message -> message.outcome().orElseThrow())
                .containsExactly(Outcome.HALTED, Outcome.REFUSED);
    }

    @Test
    void afterOneThatWasHaltedTheLastProvenEnvironmentIsKeptUntilTheNextOneIsProven() {
        anotherOneIsRefusedWhereTheUnfinishedOneCannotBeRolledBack();
        platform.failing = call -> false;
        assertThat(platform.live()).as("what is live is not proven").isEqualTo(GREEN);
        List<String> order = new ArrayList<>();
        platform.failing = call -> {
            if (call.startsWith("destroy") || call.startsWith("route")) {
                order.add(call);
            }
            return false;
        };

        world.deploy(world.version("1.3")).orElseThrow();

        assertThat(order).containsExactly("route orders-3-1 100 %", "destroy orders-2-1", "destroy orders-1-1");
        assertThat(world.deployer().recover()).isEqualTo(new Recovery.Tidied(List.of(), List.of(), 0));
        assertThat(platform.worlds).containsOnlyKeys(new EnvironmentName("orders-3-1"));
    }

    @Test
    void rebuildsThatWereSpentAreNotThereAgain() {
        Deployment release = world.version("1.1").onFailure(rebuild());
        platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick("503") : Answer.well("200");
        world.killedAt("create orders-2-2"::equals, release);

        DeploymentResult result = world.deploy(release);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(platform.calls)
                .filteredOn(call -> call.startsWith("create") || call.startsWith("replace"))
                .containsExactly("create orders-2-2");
        assertThat(result.events(Event.ResponseChosen.class))
                .extracting(Event.ResponseChosen::choice)
                .containsExactly(Event.Choice.REBUILD_MACHINE, Event.Choice.REBUILD_CANDIDATE, Event.Choice.GIVE_UP);
    }

    @Test
    void theTimeThatControllersSpentCountsAndTheTimeBetweenThemDoesNot() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(40)).within(Duration.ofHours(1));
        world.killedAfter(Duration.ofMinutes(5), release);
        assertThat(world.deploy(release).outcome()).isEqualTo(Outcome.DEPLOYED);

        Deployment next = world.version("1.2").bake(Duration.ofMinutes(40)).within(Duration.ofHours(1));
        world.killedAfter(Duration.ofMinutes(30), next);
        world.killedAfter(Duration.ofMinutes(1), next);
        DeploymentResult result = world.deploy(next);

        assertThat(result.failure()).as(result.timeline()).isEmpty();
    }

    @Test
    void aControllerThatIsInterruptedLeavesItToTheNextOneAndTellsNobody() {
        List<Thread> interrupted = new ArrayList<>();
        Deployment release = world.version("1.1").smokeTest("works", SmokeTest.code(green -> {
            if (interrupted.isEmpty()) {
                interrupted.add(Thread.currentThread());
                Thread.currentThread().interrupt();
            }
        }));

        DeploymentResult first = world.deploy(release);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(first.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(world.sent).isEmpty();

        assertThat(world.deploy(release).id()).isEqualTo(first.id());
        assertThat(world.sent)
                .singleElement()
                .satisfies(message -> assertThat(message.outcome()).contains(Outcome.DEPLOYED));
    }

    @Test
    void anArtifactThatIsRefusedLeavesTheUnfinishedOneAsItIs() {
        Deployment release = world.version("1.1");
        world.killedAt("create orders-2-1"::equals, release);

        DeploymentResult refused = world.deploy(world.version("missing"));

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.id().number()).isZero();
        assertThat(world.deploy(release).id()).isEqualTo(new DeploymentId("orders", 2));
    }

    @Test
    void aDamagedJournalIsRefusedBeforeAnythingIsTouched() {
        Deployment release = world.version("1.1");
        world.killedAt("create orders-2-1"::equals, release);
        String key = "journal/000002/000001";
        var stored = platform.store.read(key).orElseThrow();
        platform.store.replace(
                key, stored.version(), () -> stored.document().text().substring(0, 200));

        DeploymentResult result = world.deploy(release);

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains("'journal/000002/000001'", "it is damaged", "remove all of 'journal/000002/'");
        assertThat(platform.calls).containsExactly("observed");
        assertThat(world.deployer().recover()).isInstanceOf(Recovery.Refused.class);
    }

    @Test
    void planningSaysWhatIsCarriedOnWithOrComesAfterRollingBack() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        world.killedAfter(Duration.ofMinutes(20), release);

        assertThat(world.deployer().plan(release).text())
                .contains("Deployment orders#2: ", "live now                   orders-1-1 running 1.0");
        assertThat(world.deployer().plan(world.version("1.2")).text())
                .contains("Deployment orders#3: ", "live now                   orders-1-1 running 1.0");
        assertThat(platform.calls).noneMatch(call -> call.startsWith("route") || call.startsWith("destroy"));
    }
}
