package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutoverUnderLoadTest {
    private static final int CUTOVERS = 20;

    @TempDir
    Path folder;

    /** When a deployment had returned, when the next one began, and which revision was live in between. */
    private record Quiet(Instant from, Instant to, String version) {}

    @Test
    void noRequestFailsOverTwentyCutoversAndNoneIsAnsweredByTheOldRevisionAfterwards() throws Exception {
        List<Quiet> quiets = new ArrayList<>();
        try (LocalFixture local = new LocalFixture(folder)) {
            local.deploy(local.release("1.0").machines(2)).orElseThrow();
            try (Load users = load(local, "/version", 400, 32);
                    Load patient = load(local, "/slow?ms=250", 10, 16)) {
                for (int i = 1; i <= CUTOVERS; i++) {
                    try (UpgradedConnection socket = UpgradedConnection.open(local.platform.entry())) {
                        deployWhileConnected(local, "1." + i, socket);
                    }
                    Instant returned = Instant.now();
                    awaitMoreRequests(users);
                    quiets.add(new Quiet(returned, Instant.now(), "1." + i));
                }
                assertNoneFailed(patient.stop());
                LoadReport report = users.stop();
                assertNoneFailed(report);
                assertThat(report.sent()).isGreaterThan(CUTOVERS * 20L);
                for (Quiet quiet : quiets) {
                    assertThat(report.since(quiet.from())
                                    .before(quiet.to())
                                    .answeredBy()
                                    .keySet())
                            .as("after %s was deployed", quiet.version())
                            .containsOnly(quiet.version());
                }
            }
        }
    }

    private static Load load(LocalFixture local, String path, int rate, int connections) {
        return Load.on(local.platform.entry())
                .path(path)
                .requestsPerSecond(rate)
                .connections(connections)
                .timeout(Duration.ofSeconds(20))
                .start();
    }

    /** The connection is open to the old side before cutover, still speaks with it after cutover, and only then lets it go. */
    private static void deployWhileConnected(LocalFixture local, String version, UpgradedConnection socket) {
        String before = socket.echo("before");
        List<String> after = new ArrayList<>();
        DeploymentResult result = Deployer.on(local.platform)
                .listening(event -> {
                    if (event instanceof Event.RoutingObserved && after.isEmpty()) {
                        after.add(socket.echo("after"));
                        socket.close();
                    }
                })
                .deploy(local.release(version));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(before).isEqualTo("before");
        assertThat(after).as(result.timeline()).containsExactly("after");
    }

    private static void awaitMoreRequests(Load users) throws InterruptedException {
        long enough = users.soFar().sent() + 20;
        while (users.soFar().sent() < enough) {
            Thread.sleep(5);
        }
    }

    private static void assertNoneFailed(LoadReport report) {
        assertThat(report.failed()).as(report.toString()).isZero();
    }
}
