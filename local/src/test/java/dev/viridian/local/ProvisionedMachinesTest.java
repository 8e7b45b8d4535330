package dev.viridian.local;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.report.DeploymentResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Machines that provision themselves by a class, as real processes. */
@EnabledOnOs(OS.LINUX)
class ProvisionedMachinesTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    @Test
    void aMachineWhoseProvisioningFailsIsRebuiltAndTheReleaseGoesLive() throws Exception {
        Path mark = folder.resolve("was-tried");
        try (LocalFixture local = open("test -e " + mark + " || { touch " + mark + "; echo no licence; exit 3; }")) {
            DeploymentResult result = local.deploy(release(local));

            assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
            assertThat(result.timeline()).contains("it exited with 3", "no licence", "rebuild machine orders-1-1.1");
            assertThat(who(local)).containsExactly("orders-1-1.2 in here");
        }
    }

    @Test
    void aReleaseThatCannotBeProvisionedIsTakenBackWithItsEvidence() throws Exception {
        try (LocalFixture local = open("echo no licence; exit 3")) {
            DeploymentResult result = local.deploy(release(local));

            assertThat(result.succeeded()).as(result.timeline()).isFalse();
            assertThat(result.failure().orElseThrow().message()).contains("it exited with 3", "no licence");
            assertThat(local.sent.toString()).contains("MiB free of", "Java ");
        }
    }

    @Test
    void refusesToTellSomethingToNobody() {
        LocalSetup plain = LocalPlatform.application("orders").runs("true");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.property("region", "here"))
                .withMessageContaining("provisionedBy(class)");
        assertThatIllegalArgumentException().isThrownBy(() -> plain.identity("region", "here"));
    }

    private LocalFixture open(String command) {
        return new LocalFixture(
                folder,
                LocalPlatform.application("orders")
                        .provisionedBy(TestMachine.class)
                        .in(folder.resolve("platform"))
                        .identity("region", "here")
                        .property("command", command)
                        .stopGrace(Duration.ofSeconds(5)));
    }

    private Deployment release(LocalFixture local) {
        return Deployment.blueGreen()
                .artifact(LocalFixture.pack(folder, "1.0", Map.of()).toUri())
                .healthCheck(http("/health").every(Duration.ofMillis(20)).within(Duration.ofMinutes(2)))
                .notifying(local.sent::add);
    }

    private static List<String> who(LocalFixture local) throws Exception {
        try (Stream<Path> files = Files.walk(local.folder.resolve("platform/environments"))) {
            return files.filter(file -> file.endsWith("who"))
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
