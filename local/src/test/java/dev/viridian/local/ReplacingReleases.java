package dev.viridian.local;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThatNotifications;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.Platform;
import dev.viridian.testing.simulation.RecordingNotifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same tests for any platform. Which one it is stands in one line of the classes below this one. */
abstract class ReplacingReleases {
    @TempDir
    static Path folder;

    private final RecordingNotifier told = RecordingNotifier.create();

    private Deployment release(String version, Map<String, String> behaviour) throws IOException {
        return Deployment.blueGreen()
                .artifact(TestRelease.pack(folder, version, behaviour).toUri())
                .healthCheck(http("/health").every(Duration.ofMillis(5)).within(Duration.ofSeconds(20)))
                .keepWarm(Duration.ZERO)
                .onFailure(rollBack())
                .notifying(told);
    }

    @Test
    void theFirstReleaseIsReplacedByTheSecond(Deployer deployer, Platform platform) throws IOException {
        assertThat(deployer.deploy(release("1.0", Map.of()))).isDeployed().isLive("1.0");

        assertThat(deployer.deploy(release("1.1", Map.of())))
                .isDeployed()
                .isLive("1.1")
                .leftNothingBehind();

        assertThat(platform.environments().list())
                .extracting(Environment::revision)
                .singleElement()
                .hasFieldOrPropertyWithValue("version", "1.1");
    }

    @Test
    void aReleaseThatDoesNotStartIsRolledBack(Deployer deployer) throws IOException {
        assertThat(deployer.deploy(release("1.0", Map.of()))).isDeployed();

        assertThat(deployer.deploy(release("2.0", Map.of("exits.at.once", "true"))))
                .isRolledBack()
                .failedAt("await health")
                .isLive("1.0")
                .leftNothingBehind();

        List<Notification> all = told.notifications();
        assertThatNotifications(all)
                .toldNothingTwice()
                .toldOnce(Outcome.ROLLED_BACK)
                .isAbout("await health");
    }
}
