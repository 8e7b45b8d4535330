package dev.viridian.engine;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A deployment that waits for a person before its cutover: because one paused it, or because it asks for approval. */
class PauseTest {
    private static final DeploymentId SECOND = new DeploymentId("orders", 2);

    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    private Deployment pausedMeanwhile(Duration within) {
        return world.version("1.1")
                .smokeTest(
                        "meanwhile",
                        SmokeTest.code(
                                green -> assertThat(world.deployer().as("anna").pause(within))
                                        .contains(SECOND)));
    }

    /** Once that much time has passed. */
    private void after(Duration time, Runnable happening) {
        Instant due = platform.clock().plus(time);
        platform.onSleep = () -> {
            if (!platform.clock().isBefore(due)) {
                platform.onSleep = () -> {};
                happening.run();
            }
        };
    }

    private void resumedAfter(Duration time) {
        after(time, () -> assertThat(world.deployer().as("bert").resume()).contains(SECOND));
    }

    private static Instant cutOver(DeploymentResult result) {
        return result.events(Event.EffectIntended.class).stream()
                .filter(intended -> intended.effect().startsWith("cut over to orders-2-1"))
                .findFirst()
                .orElseThrow()
                .at();
    }

    @Test
    void whatIsPausedCutsOverOnlyWhenItIsResumed() {
        Instant resumed = platform.clock().plus(Duration.ofHours(2));
        resumedAfter(Duration.ofHours(2));

        DeploymentResult result = world.deploy(pausedMeanwhile(Duration.ofHours(3)));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(cutOver(result)).isBetween(resumed, resumed.plus(Duration.ofMinutes(1)));
        assertThat(result.timeline()).contains("paused by anna, until 2026-01-01T03:00:0", "resumed by bert");
    }

    @Test
    void aPauseDoesNotCountTowardsTheTimeOfTheDeployment() {
        resumedAfter(Duration.ofHours(2));

        DeploymentResult result =
                world.deploy(pausedMeanwhile(Duration.ofHours(3)).within(Duration.ofMinutes(10)));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
    }

    @Test
    void whereNobodyResumesItIsRolledBackWhenTheTimeIsOver() {
        DeploymentResult result = world.deploy(pausedMeanwhile(Duration.ofHours(3))
                .onFailure(retry(3).then(rebuild()).then(rollBack())));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .startsWith("Nobody called resume() to resume what anna paused; it was waited for ");
        assertThat(result.failure()).get().isInstanceOf(Failure.NotResumed.class);
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
        assertThat(platform.clock()).isBefore(Instant.parse("2026-01-01T03:10:00Z"));
    }

    /** Once each of these times has passed, the earliest first. */
    private void inTurn(Map<Duration, Runnable> happenings) {
        Instant start = platform.clock();
        SortedMap<Duration, Runnable> left = new TreeMap<>(happenings);
        platform.onSleep = () -> {
            if (!left.isEmpty() && !platform.clock().isBefore(start.plus(left.firstKey()))) {
                left.remove(left.firstKey()).run();
            }
        };
    }

    private void pausedAgain(Duration within) {
        assertThat(world.deployer().as("carla").pause(within)).contains(SECOND);
    }

    @Test
    void whoeverPausesItAgainSaysAnewForHowLong() {
        inTurn(Map.of(
                Duration.ofHours(2),
                () -> pausedAgain(Duration.ofHours(5)),
                Duration.ofHours(6),
                () -> assertThat(world.deployer().as("bert").resume()).contains(SECOND)));

        DeploymentResult result =
                world.deploy(pausedMeanwhile(Duration.ofHours(3)).within(Duration.ofMinutes(10)));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(cutOver(result)).isAfter(Instant.parse("2026-01-01T06:00:00Z"));
        assertThat(result.timeline())
                .contains("paused by anna, until 2026-01-01T03:00:0", "paused by carla, until 2026-01-01T07:00:0");
    }

    @Test
    void whereNobodyResumesWhatWasPausedAgainAllOfTheTimeIsTold() {
        inTurn(Map.of(Duration.ofHours(2), () -> pausedAgain(Duration.ofHours(2))));

        DeploymentResult result = world.deploy(pausedMeanwhile(Duration.ofHours(3)));

        assertThat(result.failure().orElseThrow().message())
                .startsWith("Nobody called resume() to resume what carla paused; it was waited for 4 h");
        assertThat(platform.clock()).isBefore(Instant.parse("2026-01-01T04:10:00Z"));
    }

    @Test
    void aPauseCanBeMadeShorter() {
        inTurn(Map.of(Duration.ofHours(1), () -> pausedAgain(Duration.ofMinutes(10))));

        DeploymentResult result = world.deploy(pausedMeanwhile(Duration.ofHours(3)));

        assertThat(result.failure()).get().isInstanceOf(Failure.NotResumed.class);
        assertThat(platform.clock()).isBefore(Instant.parse("2026-01-01T01:20:00Z"));
    }

    @Test
    void aPausedOneCanBeAborted() {
        after(
                Duration.ofHours(1),
                () -> assertThatThrownBy(
                                () -> world.deployer().as("anna").notWaiting().abort())
                        .hasMessageContaining("waiting for the lease"));

        DeploymentResult result = world.deploy(pausedMeanwhile(Duration.ofHours(3)));

        assertThat(result.failure()).get().isInstanceOf(Failure.Aborted.class);
        assertThat(platform.clock()).isBefore(Instant.parse("2026-01-01T01:10:00Z"));
    }

    @Test
    void afterCutoverItIsTooLateToPause() {
        List<DeploymentId> paused = new ArrayList<>(List.of(SECOND));
        after(Duration.ofMinutes(20), () -> {
            paused.clear();
            world.deployer().pause(Duration.ofHours(1)).ifPresent(paused::add);
        });

        DeploymentResult result = world.deploy(world.version("1.1").bake(Duration.ofMinutes(30)));

        assertThat(result.succeeded()).isTrue();
        assertThat(paused).isEmpty();
        assertThat(result.events(Event.Paused.class)).isEmpty();
    }

    @Test
    void whereNothingIsGoingOnNothingIsPausedOrResumed() {
        assertThat(world.deployer().pause(Duration.ofHours(1))).isEmpty();
        assertThat(world.deployer().resume()).isEmpty();
        assertThatThrownBy(() -> world.deployer().pause(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoeverTakesOverAPausedOneKeepsItPaused() {
        Iterator<Duration> once = List.of(Duration.ofDays(3)).iterator();
        Deployment release = world.version("1.1").smokeTest("meanwhile", SmokeTest.code(green -> {
            if (once.hasNext()) {
                world.deployer().as("anna").pause(once.next());
            }
        }));
        world.killedAfter(Duration.ofMinutes(10), release);
        Instant resumed = platform.clock().plus(Duration.ofHours(5));
        resumedAfter(Duration.ofHours(5));

        DeploymentResult result = world.deploy(release);

        assertThat(result.id()).isEqualTo(SECOND);
        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(cutOver(result)).isBetween(resumed, resumed.plus(Duration.ofMinutes(1)));
    }

    @Test
    void anApprovalIsAskedForAndWaitedFor() {
        Instant approved = platform.clock().plus(Duration.ofHours(2));
        resumedAfter(Duration.ofHours(2));

        DeploymentResult result = world.deploy(world.version("1.1").awaitingApproval(Duration.ofHours(4)));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(cutOver(result)).isBetween(approved, approved.plus(Duration.ofMinutes(1)));
        assertThat(world.sent)
                .extracting(Notification::key)
                .containsExactly("orders#2/approval-orders-2-1", "orders#2/outcome-deployed");
        assertThat(world.sent.get(0).headline())
                .startsWith("orders#2 (1.1) is ready in orders-2-1 and waits for approval until 2026-01-01T04:00:0");
        assertThat(result.timeline()).contains("waits until somebody approves orders-2-1", "resumed by bert");
    }

    /** Whoever cleans up the store, or a controller of another deployment that stood still, has approved nothing. */
    @Test
    void whatWasAskedForAndIsGoneIsAskedForAgainAndNotTakenForApproved() {
        StateStore store = platform.state();
        after(Duration.ofHours(1), () -> {
            store.read("approval").ifPresent(stored -> store.delete("approval", stored.version()));
            after(Duration.ofHours(1), () -> {
                Holds.approvals(store)
                        .begin(Holds.Hold.of(
                                new DeploymentId("orders", 1), "orders-1-1", "the plan", Instant.EPOCH, Instant.EPOCH));
                resumedAfter(Duration.ofHours(1));
            });
        });
        Instant approved = platform.clock().plus(Duration.ofHours(3));

        DeploymentResult result = world.deploy(world.version("1.1").awaitingApproval(Duration.ofHours(4)));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(cutOver(result)).isBetween(approved, approved.plus(Duration.ofMinutes(1)));
        assertThat(result.events(Event.Resumed.class))
                .extracting(Event.Resumed::by)
                .containsExactly("bert");
    }

    @Test
    void whoeverIsAskedMayApproveAtOnce() {
        Deployment release = world.version("1.1")
                .awaitingApproval(Duration.ofHours(4))
                .notifying(message -> message.outcome()
                        .ifPresentOrElse(
                                outcome -> {},
                                () -> assertThat(world.deployer().resume()).contains(SECOND)));

        assertThat(world.deploy(release).succeeded()).isTrue();
        assertThat(platform.clock()).isBefore(Instant.parse("2026-01-01T00:01:00Z"));
    }

    @Test
    void whereNobodyApprovesItIsRolledBackAndNotRebuilt() {
        DeploymentResult result = world.deploy(world.version("1.1")
                .awaitingApproval(Duration.ofHours(4))
                .onFailure(retry(3).then(rebuild()).then(rollBack())));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .isEqualTo("Nobody called resume() to approve orders-2-1; it was waited for 4 h.");
        assertThat(platform.worlds).containsOnlyKeys(BLUE);
        assertThat(result.timeline()).doesNotContain("orders-2-2");
    }

    @Test
    void whatWasApprovedBeforeItsControllerDiedNeedsNoApprovalAgain() {
        resumedAfter(Duration.ofHours(1));
        Deployment release = world.version("1.1").awaitingApproval(Duration.ofHours(4));
        platform.failing = call -> {
            if (call.startsWith("route")) {
                throw new MortalPlatform.Killed();
            }
            return false;
        };
        assertThatThrownBy(() -> world.deploy(release)).isInstanceOf(MortalPlatform.Killed.class);
        platform.failing = call -> false;
        platform.sleep(Duration.ofDays(1));
        Instant restarted = platform.clock();

        DeploymentResult result = world.deploy(release);

        assertThat(result.id()).isEqualTo(SECOND);
        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(Duration.between(restarted, platform.clock())).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void whoeverCarriesOnWaitsOnAndAsksNobodyAgain() {
        Deployment release = world.version("1.1").awaitingApproval(Duration.ofHours(4));
        world.killedAfter(Duration.ofHours(1), release);
        resumedAfter(Duration.ofHours(2));

        DeploymentResult result = world.deploy(release);

        assertThat(result.id()).isEqualTo(SECOND);
        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(world.sent)
                .extracting(Notification::key)
                .containsExactly("orders#2/approval-orders-2-1", "orders#2/outcome-deployed");
        assertThat(platform.live()).isEqualTo(GREEN);
    }

    @Test
    void thePlanStatesItAndCountsIt() {
        Deployment release = world.version("1.1");
        Plan without = world.deployer().plan(release);
        Plan with = world.deployer().plan(release.awaitingApproval(Duration.ofHours(4)));

        assertThat(with.text())
                .contains("await approval of orders-2-1")
                .contains("approval before cutover    by resume() within 4 h, or it fails");
        assertThat(with.worstCase().minus(without.worstCase())).isGreaterThanOrEqualTo(Duration.ofHours(4));
        assertThat(with.longest().minus(without.longest())).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void aDamagedHoldIsNamedAndNotGuessedOver() {
        platform.store.createIfAbsent("pause", () -> "deployment two\n");

        DeploymentResult result = world.deploy(world.version("1.1"));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("'pause' in the state store is damaged");
        assertThat(Optional.of(platform.live())).contains(BLUE);
    }
}
