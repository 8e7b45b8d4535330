package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    Path folder;

    private Path small;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()) == 0,
                "a small disk cannot be mounted here: that takes root and a Linux that allows it");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", small.toString());
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    @Test
    void aDiskThatFillsWhileUnpackingLeavesWhatIsLiveAndNothingElse() throws Exception {
        try (LocalFixture local =
                new LocalFixture(folder, LocalFixture.setup(folder).in(small.resolve("platform")))) {
            local.deploy(local.release("1.0")).orElseThrow();
            fillUpTo(256 * 1024);

            DeploymentResult result = local.deploy(local.release("1.1", Map.of("ballast", random(600 * 1024))));

            assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(result.failure().orElseThrow()).isInstanceOf(Failure.DiskFull.class);
            assertThat(result.failure().orElseThrow().message()).contains("Free some space");
            assertThat(local.platform.environments().list()).hasSize(1);
            assertThat(local.platform.traffic().observed().sole().orElseThrow().value())
                    .isEqualTo("orders-1-1");
            assertThat(local.sent)
                    .last()
                    .satisfies(message -> assertThat(message.headline()).contains("No space left"));
        }
        assertThat(Leftovers.runningIn(small)).isEmpty();
    }

    @Test
    void aJournalThatCannotBeWrittenKeepsNothingRunning() throws Exception {
        try (LocalFixture local =
                new LocalFixture(folder, LocalFixture.setup(folder).in(small.resolve("platform")))) {
            local.deploy(local.release("1.0")).orElseThrow();

            DeploymentResult result = local.deploy(
                    local.release("1.1").smokeTest("fills the disk", SmokeTest.code(green -> fillUpTo(0))));

            assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(local.platform.environments().list()).hasSize(1);
            assertThat(local.platform.traffic().observed().sole().orElseThrow().value())
                    .isEqualTo("orders-1-1");
        }
        assertThat(Leftovers.runningIn(small)).isEmpty();
    }

    @Test
    void aDiskThatFillsAfterCutoverDoesNotKeepTheTrafficFromGoingBack() throws Exception {
        try (LocalFixture local =
                new LocalFixture(folder, LocalFixture.setup(folder).in(small.resolve("platform")))) {
            local.deploy(local.release("1.0")).orElseThrow();

            DeploymentResult result = Deployer.on(local.platform)
                    .listening(event -> {
                        if (event instanceof Event.RoutingObserved) {
                            fillUpTo(0);
                            Leftovers.kill(small, new MachineId("orders-2-1.1"));
                        }
                    })
                    .deploy(local.release("1.1").bake(Duration.ofSeconds(10)));

            assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(local.platform.environments().list()).hasSize(1);
            assertThat(local.platform.traffic().observed().sole().orElseThrow().value())
                    .isEqualTo("orders-1-1");
        }
        assertThat(Leftovers.runningIn(small)).isEmpty();
    }

    private void fillUpTo(long left) {
        long size = small.toFile().getUsableSpace() - left;
        try {
            Files.write(small.resolve("ballast-" + left + "-" + System.nanoTime()), new byte[(int) size]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(42);
        while (text.length() < length) {
            text.append(Long.toHexString(random.nextLong()));
        }
        return text.toString();
    }
}
