package dev.viridian.local;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.report.DeploymentResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Candidates that do not come up as they should: users keep what they have, and nothing of the candidate stays. */
class BadMachineTest {
    @TempDir
    Path folder;

    private LocalFixture local;

    /** As long as no machine takes to boot, however busy the computer is. */
    private Duration longerThanABoot = Duration.ZERO;

    @BeforeEach
    void twoMachinesAreLive() {
        local = new LocalFixture(folder, LocalFixture.setup(folder).stopGrace(Duration.ofMillis(300)));
        long start = System.nanoTime();
        local.deploy(local.release("1.0").machines(2)).orElseThrow();
        longerThanABoot = Duration.ofSeconds(2)
                .plus(Duration.ofNanos(System.nanoTime() - start).multipliedBy(2));
    }

    @AfterEach
    void nothingIsLeftRunning() {
        local.close();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    private void assertRolledBack(Deployment deployment, Class<? extends Failure> kind, String... said)
            throws Exception {
        DeploymentResult result = local.deploy(deployment);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow()).isInstanceOf(kind);
        assertThat(result.failure().orElseThrow().message())
                .contains("orders-2-1")
                .contains(said);
        Aftermath.assertOnlyLive(local, "1.0", 2, result);
    }

    private Deployment failing(Map<String, String> behaviour) {
        return local.release("1.1", behaviour).smokeTest("works", SmokeTest.code(green -> {
            throw new AssertionError("it does not");
        }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/redirected | 302",
                "/hangs | within 500 ms",
                "/trickles | within 500 ms",
                "/garbage | I am no web server",
            })
    void aHealthUrlThatIsNotAnsweredWell(String path, String said) throws Exception {
        Path archive = TestRelease.pack(folder, "1.1", Map.of());

        assertRolledBack(
                local.release(
                        archive,
                        http(path)
                                .every(Duration.ofMillis(5))
                                .timeout(Duration.ofMillis(500))
                                .within(longerThanABoot)),
                Failure.Unhealthy.class,
                "GET " + path,
                said);
    }

    @Test
    void oneThatExitsAtOnce() throws Exception {
        assertRolledBack(
                local.release("1.1", Map.of("exits.at.once", "true")),
                Failure.MachineFailed.class,
                "code 3",
                "cannot read the licence");
    }

    @Test
    void oneThatLeavesAChildWhenItExits() throws Exception {
        assertRolledBack(
                local.release("1.1", Map.of("exits.at.once", "true", "forks", "true")),
                Failure.MachineFailed.class,
                "cannot read the licence");
    }

    @Test
    void oneThatIgnoresBeingAskedToEnd() throws Exception {
        assertRolledBack(
                failing(Map.of("ignores.term", "true")), Failure.SmokeTestFailed.class, "'works'", "it does not");
    }

    @Test
    void oneThatForks() throws Exception {
        assertRolledBack(failing(Map.of("forks", "true")), Failure.SmokeTestFailed.class, "'works'", "it does not");
    }

    @Test
    void oneWhosePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRolledBack(
                    local.release("1.1", Map.of("port", Integer.toString(taken.getLocalPort()))),
                    Failure.MachineFailed.class,
                    "Address already in use");
        }
    }
}
