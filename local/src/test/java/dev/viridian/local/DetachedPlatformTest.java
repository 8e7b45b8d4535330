package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedPlatformTest {
    @TempDir
    Path folder;

    @Test
    void whatRunsSurvivesTheEndOfTheControllerAndTheNextOneFindsIt() throws Exception {
        LocalFixture first = new LocalFixture(folder, LocalFixture.setup(folder).detached());
        URI entry = first.platform.entry();
        first.deploy(first.release("1.0").machines(2)).orElseThrow();
        EnvironmentName live = first.platform.traffic().observed().sole().orElseThrow();
        first.close();

        assertThat(LocalFixture.versionAt(entry)).isEqualTo("1.0");

        LocalFixture second =
                new LocalFixture(folder, LocalFixture.setup(folder).detached());
        try {
            assertThat(second.platform.entry()).isEqualTo(entry);
            assertThat(second.platform.traffic().observed().sole()).contains(live);
            second.deploy(second.release("1.1")).orElseThrow();
            assertThat(LocalFixture.versionAt(entry)).isEqualTo("1.1");
            assertThat(second.platform.environments().list()).hasSize(1);
        } finally {
            second.platform.shutDown();
        }
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    @Test
    void shuttingDownEndsAllThatRunsAlsoWhereThePlatformWasClosedAndOpenedAgain() {
        LocalFixture first = new LocalFixture(folder, LocalFixture.setup(folder).detached());
        first.deploy(first.release("1.0")).orElseThrow();
        first.close();
        assertThat(Leftovers.runningIn(folder)).isNotEmpty();

        LocalPlatform again = LocalFixture.setup(folder).detached().open();
        assertThat(again.environments().list()).hasSize(1);
        first.platform.shutDown();

        assertThat(Leftovers.runningIn(folder)).isEmpty();
        assertThat(again.environments().list()).isEmpty();
        again.close();
        assertThat(Leftovers.runningIn(folder)).as("closing starts nothing").isEmpty();
    }

    /** Without {@code detached()} what a controller that was killed left running is found by the next one, and is routed to as before. */
    @Test
    void whatAKilledControllerLeftRunningIsTakenUpAgain() throws Exception {
        Process controller = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledController.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("controller.log").toFile())
                .start();
        controller.waitFor();

        try (LocalFixture local = new LocalFixture(folder)) {
            assertThat(local.platform.environments().list())
                    .as(Files.readString(folder.resolve("controller.log")))
                    .hasSize(2);
            assertThat(LocalFixture.versionAt(local.platform.entry())).isEqualTo("1.0");
            local.deploy(local.release("1.2")).orElseThrow();
            assertThat(LocalFixture.versionAt(local.platform.entry())).isEqualTo("1.2");
            assertThat(local.platform.environments().list()).hasSize(1);
        }
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }
}
