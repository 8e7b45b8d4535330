package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private SmallDisk disk;
    private Path small;

    @BeforeEach
    void mountASmallDisk() throws IOException {
        disk = SmallDisk.mountedAt(folder.resolve("small"), 4096);
        small = disk.folder();
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
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

    private void fillUpTo(int left) {
        try {
            disk.fillUpTo(left);
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
