package dev.viridian.engine;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A deployment that somebody wants to end, from another process too, and what happens when two want to deploy. */
class AbortTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    private void abortWithoutWaiting() {
        assertThatThrownBy(() -> world.deployer().as("anna").notWaiting().abort())
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("waiting for the lease");
    }

    private void abortAt(Instant time) {
        platform.onSleep = () -> {
            if (!platform.clock().isBefore(time)) {
                platform.onSleep = () -> {};
                abortWithoutWaiting();
            }
        };
    }

    private static void assertAborted(DeploymentResult result) {
        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.Aborted.class);
        assertThat(result.failure().orElseThrow().message()).contains("anna asked for that at 2026-01-01");
    }

    @Test
    void itIsRolledBackBeforeTheNextStep() {
        Deployment release = world.version("1.1")
                .onFailure(rebuild())
                .smokeTest("meanwhile", SmokeTest.code(green -> abortWithoutWaiting()));

        assertAborted(world.deploy(release));

        assertThat(platform.calls).noneMatch(call -> call.startsWith("route") || call.startsWith("replace"));
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
        assertThat(world.sent)
                .singleElement()
                .satisfies(message -> assertThat(message.headline())
                        .startsWith("orders#2 (1.1) was rolled back: The deployment was aborted"));
    }

    @Test
    void aLongBakeIsAbortedWithinTheTimeOfALease() {
        Instant wanted = platform.clock().plus(Duration.ofHours(1));
        abortAt(wanted);

        DeploymentResult result = world.deploy(world.version("1.1").bake(Duration.ofHours(12)));

        assertAborted(result);
        assertThat(Duration.between(wanted, platform.clock())).isLessThan(Duration.ofMinutes(1));
        assertThat(platform.live()).isEqualTo(BLUE);
    }

    @Test
    void onceItOnlyCleansUpItComesToItsEnd() {
        platform.inFlight.put(BLUE, 3L);
        Instant draining = platform.clock().plus(Duration.ofSeconds(20));
        abortAt(draining);

        DeploymentResult result = world.deploy(world.version("1.1").drain(Duration.ofMinutes(2)));

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.cleanUpFailures()).isEmpty();
        assertThat(platform.worlds).containsOnlyKeys(GREEN);
    }

    @Test
    void whereItsControllerIsDeadItIsRolledBackByWhoeverAborts() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        world.killedAfter(Duration.ofMinutes(10), release);

        Optional<HistoryEntry> aborted = world.deployer().as("anna").abort();

        assertThat(aborted).get().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo(new DeploymentId("orders", 2));
            assertThat(entry.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(entry.cause().orElseThrow()).contains("anna asked for that");
        });
        assertThat(platform.live()).isEqualTo(BLUE);
        assertThat(world.deployer().abort()).as("nothing is going on any more").isEmpty();
    }

    @Test
    void whereNothingIsGoingOnNothingIsAborted() {
        assertThat(world.deployer().abort()).isEmpty();

        assertThat(world.deploy(world.version("1.1")).succeeded()).isTrue();
        assertThat(world.deployer().abort()).isEmpty();
        assertThat(new TwoReleases().deployer().abort()).isEmpty();
        assertThat(Deployer.on(new InMemoryPlatform()).abort()).isEmpty();
    }

    @Test
    void whatWasToBeAbortedIsNotCarriedOnWithButDeployedAnew() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        abortAt(platform.clock().plus(Duration.ofMinutes(9)));
        Runnable aborting = platform.onSleep;
        Instant death = platform.clock().plus(Duration.ofMinutes(9));
        platform.onSleep = () -> {
            aborting.run();
            if (!platform.clock().isBefore(death)) {
                throw new MortalPlatform.Killed();
            }
        };
        assertThatThrownBy(() -> world.deploy(release)).isInstanceOf(MortalPlatform.Killed.class);
        platform.onSleep = () -> {};
        platform.sleep(Duration.ofDays(1));

        DeploymentResult result = world.deploy(release);

        assertThat(result.id()).isEqualTo(new DeploymentId("orders", 3));
        assertThat(result.succeeded()).isTrue();
        assertThat(world.sent)
                .extracting(message -> message.outcome().orElseThrow())
                .containsExactly(Outcome.ROLLED_BACK, Outcome.DEPLOYED);
    }

    @Test
    void whoeverDoesNotWaitIsRefusedWhileAnotherDeploymentGoesOn() {
        platform.onSleep = () -> {
            platform.onSleep = () -> {};
            DeploymentResult refused = Deployer.on(platform).notWaiting().deploy(world.version("1.2"));
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(refused.failure().orElseThrow().message()).contains("held by the next since");
        };

        assertThat(world.deploy(world.version("1.1")).succeeded()).isTrue();
    }

    @Test
    void whoeverSupersedesHasTheOtherOneRolledBackFirst() {
        Deployment release = world.version("1.1").bake(Duration.ofHours(12));
        platform.onSleep = () -> {
            if (platform.routing.reaches(GREEN)) {
                platform.onSleep = () -> {};
                DeploymentResult tooEarly =
                        world.deployer().as("anna").superseding().notWaiting().deploy(world.version("1.2"));
                assertThat(tooEarly.outcome()).isEqualTo(Outcome.REFUSED);
            }
        };

        assertAborted(world.deploy(release));

        assertThat(world.deployer().superseding().deploy(world.version("1.2")).succeeded())
                .isTrue();
        assertThat(platform.worlds).containsOnlyKeys(new EnvironmentName("orders-3-1"));
    }

    @Test
    void whoeverSupersedesADeadOneOfTheSameBeginsAnew() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        world.killedAfter(Duration.ofMinutes(10), release);

        DeploymentResult result = world.deployer().superseding().deploy(release);

        assertThat(result.id()).isEqualTo(new DeploymentId("orders", 3));
        assertThat(platform.worlds).containsOnlyKeys(new EnvironmentName("orders-3-1"));
    }

    @Test
    void aDamagedOrderIsNamedAndNotGuessedOver() {
        Deployment release = world.version("1.1");
        platform.store.createIfAbsent("abort", () -> "deployment two\nby anna\nat once\n");

        DeploymentResult result = world.deploy(release);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("'abort' in the state store is damaged");
    }

    @Test
    void whatHadEndedBeforeIsToldAndWasNotAborted() {
        world.killedAtTheEnd(world.version("1.1"));

        assertThat(world.deployer().abort()).isEmpty();

        assertThat(world.deployer().history().map(HistoryEntry::outcome))
                .containsExactly(Outcome.DEPLOYED, Outcome.DEPLOYED);
        assertThat(platform.store.read("abort")).isEmpty();
    }
}
