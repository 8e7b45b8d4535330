package dev.viridian.local;

import static dev.viridian.FailureResponse.rebuild;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine is killed at the worst moments: users are served, the sick machine alone is rebuilt, nothing is left over. What was in flight to
 * it when it died may be lost, and nothing else.
 */
class KilledMachineTest {
    private static final int USERS = 16;

    @TempDir
    Path folder;

    private LocalFixture local;
    private volatile Instant dead = Instant.MIN;

    @BeforeEach
    void twoMachinesAreLive() {
        local = new LocalFixture(folder);
        local.deploy(local.release("1.0").machines(2)).orElseThrow();
    }

    @AfterEach
    void nothingIsLeftRunning() {
        local.close();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    private void kill(EnvironmentName name) {
        dead = Leftovers.kill(
                folder,
                local.platform
                        .environments()
                        .find(name)
                        .orElseThrow()
                        .machines()
                        .get(0)
                        .id());
    }

    private DeploymentResult deployUnderLoad(Deployment deployment, EventListener listener) {
        try (Load users = Load.on(local.platform.entry())
                .path("/version")
                .requestsPerSecond(200)
                .connections(USERS)
                .timeout(Duration.ofSeconds(20))
                .start()) {
            DeploymentResult result =
                    Deployer.on(local.platform).listening(listener).deploy(deployment.onFailure(rebuild()));
            LoadReport report = users.stop();
            assertThat(report.failed()).as(report + "\n" + result.timeline()).isLessThanOrEqualTo(USERS);
            assertThat(report.failures())
                    .as(result.timeline())
                    .allSatisfy(failure -> assertThat(failure.sentAt()).isBefore(dead));
            return result;
        }
    }

    private void assertLive(DeploymentResult result, String version) {
        Environment live = local.platform
                .environments()
                .find(local.platform.traffic().observed().sole().orElseThrow())
                .orElseThrow();
        assertThat(live.revision().version()).as(result.timeline()).isEqualTo(version);
        assertThat(live.machines())
                .as(result.timeline())
                .hasSize(2)
                .allMatch(machine -> machine.state() == Machine.State.RUNNING);
        assertThat(local.platform.environments().list()).hasSize(1);
    }

    private static long replaced(DeploymentResult result) {
        return result.events(Event.EffectDone.class).stream()
                .filter(effect -> effect.effect().startsWith("replace machine"))
                .count();
    }

    @Test
    void beforeCutover() {
        AtomicBoolean killed = new AtomicBoolean();
        DeploymentResult result = deployUnderLoad(
                local.release("1.1").smokeTest("survives", SmokeTest.code(green -> {
                    if (killed.compareAndSet(false, true)) {
                        kill(green.name());
                    }
                })),
                event -> {});

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(replaced(result)).isEqualTo(1);
        assertLive(result, "1.1");
    }

    @Test
    void duringCutover() {
        AtomicBoolean killed = new AtomicBoolean();
        DeploymentResult result = deployUnderLoad(local.release("1.1").bake(Duration.ofMillis(200)), event -> {
            if (event instanceof Event.EffectIntended intended
                    && intended.effect().startsWith("cut over")
                    && killed.compareAndSet(false, true)) {
                kill(new EnvironmentName("orders-2-1"));
            }
        });

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(replaced(result)).isEqualTo(1);
        assertLive(result, "1.1");
    }

    @Test
    void afterCutover() {
        AtomicBoolean killed = new AtomicBoolean();
        DeploymentResult result = deployUnderLoad(local.release("1.1").bake(Duration.ofMillis(300)), event -> {
            if (event instanceof Event.RoutingObserved && killed.compareAndSet(false, true)) {
                kill(new EnvironmentName("orders-2-1"));
            }
        });

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(replaced(result)).isEqualTo(1);
        assertLive(result, "1.1");
    }

    @Test
    void ofWhatIsLiveWhileItsSuccessorIsReadied() {
        AtomicBoolean killed = new AtomicBoolean();
        DeploymentResult result = deployUnderLoad(
                local.release("1.1").smokeTest("kills", SmokeTest.code(green -> {
                    if (killed.compareAndSet(false, true)) {
                        kill(new EnvironmentName("orders-1-1"));
                    }
                })),
                event -> {});

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(replaced(result)).isZero();
        assertLive(result, "1.1");
    }
}
