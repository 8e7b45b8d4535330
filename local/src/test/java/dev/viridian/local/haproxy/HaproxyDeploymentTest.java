package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.viridian.Deployment;
import dev.viridian.local.Leftovers;
import dev.viridian.local.LocalFixture;
import dev.viridian.local.LocalSetup;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same deployments as with the embedded router, behind a real HAProxy. */
class HaproxyDeploymentTest {
    private static final int CUTOVERS = 5;

    @TempDir
    Path folder;

    @Test
    void noRequestFailsOverCutoversBehindARealHaproxy() throws Exception {
        try (RunningHaproxy haproxy = RunningHaproxy.start()) {
            LocalFixture local =
                    new LocalFixture(folder, LocalFixture.setup(folder).routedBy(haproxy.configuration()));
            try {
                local.deploy(local.release("1.0").machines(2)).orElseThrow();
                LoadReport report = deployUnderLoad(local);
                assertThat(report.failed()).as(report.toString()).isZero();
                assertThat(report.answeredBy()).containsKeys("1.0", "1." + CUTOVERS);
            } finally {
                local.platform.shutDown();
            }
        }
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    @Test
    void whatRunsBehindHaproxyIsLeftToWhoeverRoutesByIt() throws Exception {
        try (RunningHaproxy haproxy = RunningHaproxy.start()) {
            LocalSetup ours = LocalFixture.setup(folder);
            LocalFixture local = new LocalFixture(folder, ours.routedBy(haproxy.configuration()));
            try {
                local.deploy(local.release("1.0")).orElseThrow();
                local.close();

                for (LocalSetup another : List.of(ours, ours.detached())) {
                    assertThatIllegalStateException()
                            .isThrownBy(() -> another.open().shutDown())
                            .withMessageContaining("has its users from HAProxy")
                            .withMessageContaining("routedBy(…).open().shutDown()");
                }
                assertThat(LocalFixture.versionAt(local.platform.entry())).isEqualTo("1.0");
            } finally {
                local.platform.shutDown();
            }
            ours.open().close();
        }
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    @Test
    void whatRunsBehindARouterOfOursIsNotTakenOverByHaproxy() throws Exception {
        try (RunningHaproxy haproxy = RunningHaproxy.start()) {
            LocalSetup ours = LocalFixture.setup(folder).detached();
            LocalFixture local = new LocalFixture(folder, ours);
            try {
                assertThatIllegalStateException()
                        .isThrownBy(() -> ours.routedBy(haproxy.configuration()).open())
                        .withMessageContaining("from Viridian's own router, at " + local.platform.entry());
            } finally {
                local.platform.shutDown();
            }
        }
    }

    private static LoadReport deployUnderLoad(LocalFixture local) {
        try (Load users = Load.on(local.platform.entry())
                .path("/version")
                .requestsPerSecond(200)
                .connections(16)
                .timeout(Duration.ofSeconds(20))
                .start()) {
            for (int i = 1; i <= CUTOVERS; i++) {
                Deployment next = local.release("1." + i);
                DeploymentResult result = local.deploy(next);
                assertThat(result.succeeded()).as(result.timeline()).isTrue();
            }
            return users.stop();
        }
    }
}
