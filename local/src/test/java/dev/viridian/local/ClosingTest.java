package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.PlatformException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a platform ends that is not detached. */
class ClosingTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");

    @TempDir
    Path folder;

    @Test
    void endsAllOthersWhereOneCannotBeEnded() throws Exception {
        LocalFixture local = new LocalFixture(folder);
        local.created(NAME, 1);
        Path broken = Files.createDirectories(
                folder.resolve("platform/environments/before-the-other/machines/before-the-other.1"));
        Files.writeString(broken.resolve("process"), "nobody can tell which");

        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(local::close)
                .withStackTraceContaining(broken.toString());

        assertThat(Leftovers.runningIn(folder)).isEmpty();
        Files.delete(broken.resolve("process"));
        new LocalFixture(folder).close();
        assertThat(folder.resolve("platform/environments")).isEmptyDirectory();
    }

    /** As where the program is asked to end in the middle of a deployment: it ends what runs while its other threads go on. */
    @Test
    void startsNothingAnyMore() {
        LocalFixture local = new LocalFixture(folder);
        local.close();

        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(() -> local.created(NAME, 1))
                .withMessageContaining("create " + NAME)
                .withMessageContaining("closed");
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    /** As where the program was killed while it closed the platform. */
    @Test
    void leavesAFolderThatCanBeOpenedWhereverItWasCutShort() throws Exception {
        new LocalFixture(folder).close();
        Files.writeString(folder.resolve("platform/routing"), NAME + " 1\n");

        try (LocalFixture local = new LocalFixture(folder)) {
            assertThat(local.platform.traffic().observed().weights()).isEmpty();
        }
    }
}
