package dev.viridian.local;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.Platform;
import dev.viridian.state.Lease;
import dev.viridian.testing.junit.ViridianExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Green tests that leave something on this machine fail, and what they left does not stay. */
class LeakingTestsTest {
    @TempDir
    static Path folder;

    static class Leaking {
        @RegisterExtension
        static ViridianExtension viridian = ViridianExtension.on(() ->
                LocalFixture.setup(Files.createTempDirectory(folder, "test")).open());

        @Test
        void anEnvironment(Deployer deployer) throws IOException {
            deployer.deploy(Deployment.blueGreen()
                    .artifact(TestRelease.pack(folder, "1.0", Map.of("sick", "true"))
                            .toUri())
                    .healthCheck(http("/health").every(Duration.ofMillis(5)).within(Duration.ofSeconds(2)))
                    .onFailure(halt()));
        }

        @Test
        void aLease(Platform platform) {
            Lease.acquire(platform.state(), platform.time(), "somebody", Duration.ZERO, Duration.ofMillis(1));
        }

        @Test
        void nothing(Platform platform) {
            assertThat(platform).isInstanceOf(LocalPlatform.class);
        }
    }

    private static Map<String, String> launched() {
        Map<String, String> failures = new TreeMap<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(Leaking.class))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                result.getThrowable()
                                        .ifPresent(thrown -> failures.put(
                                                test.getDisplayName().replaceAll("\\(.*", ""),
                                                String.valueOf(thrown.getMessage())));
                            }
                        });
        return failures;
    }

    @Test
    void whatIsLeftIsNamedAndThenRemoved() {
        Map<String, String> failures = launched();

        assertThat(failures.keySet()).containsExactly("aLease", "anEnvironment");
        assertThat(failures.get("anEnvironment"))
                .contains("  - ENVIRONMENT: orders-1-1 running 1.0", "it gets no traffic and is not in quarantine")
                .contains("What the controllers say");
        assertThat(failures.get("aLease"))
                .contains("  - LEASE: the lease was not given back: token 1, holder somebody");
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }
}
