package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a controller leaves that is killed between two changes of a file. */
class RemainsTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");

    @TempDir
    Path folder;

    @AfterEach
    void nothingRuns() {
        LocalFixture.setup(folder).open().close();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    private Path environments() {
        return folder.resolve("platform").resolve("environments");
    }

    @Test
    void aFolderThatDidNotBecomeAnEnvironmentIsClearedAwayByWhoeverOpensThePlatformNext() throws IOException {
        Path unfinished = Files.createDirectories(environments().resolve("orders-2-1"));
        Files.writeString(unfinished.resolve(".environment.properties.new"), "version=1");

        try (LocalFixture local = new LocalFixture(folder)) {
            assertThat(unfinished).doesNotExist();
            assertThat(local.platform.environments().list()).isEmpty();
        }
    }

    /** As after a power cut, which a file that was just written may survive by its name alone; of the machines nothing runs then. */
    @Test
    void anEnvironmentWhoseDescriptionTheDiskHasLostIsClearedAwayByWhoeverOpensThePlatformNext() throws IOException {
        Path machine = Files.createDirectories(environments().resolve("orders-2-1/machines/orders-2-1.1"));
        Files.createFile(environments().resolve("orders-2-1/environment.properties"));
        Files.createFile(machine.resolve("process"));
        Path port = Files.createDirectories(folder.resolve("platform/ports")).resolve("20417");
        Files.writeString(port, "orders-2-1.1");

        try (LocalFixture local = new LocalFixture(folder)) {
            assertThat(environments()).isEmptyDirectory();
            assertThat(port).doesNotExist();
            assertThat(local.platform.environments().list()).isEmpty();
        }
    }

    /** A mount in its folder cannot be removed: so it is cut short where a controller that is killed would be. */
    @Test
    void whatIsLeftOfAnEnvironmentWhoseRemovalWasCutShortIsSeenAndRemovedOnceMore() throws Exception {
        try (LocalFixture local = new LocalFixture(folder)) {
            local.created(NAME, 1);
            Path stuck =
                    Files.createDirectories(environments().resolve(NAME.value()).resolve("stuck"));
            assumeTrue(run("mount", "--bind", stuck.toString(), stuck.toString()) == 0, "needs the right to mount");
            try {
                assertThatThrownBy(() -> destroy(local)).isInstanceOf(PlatformException.class);
            } finally {
                assertThat(run("umount", stuck.toString())).isZero();
            }
            assertThat(local.platform.environments().list())
                    .singleElement()
                    .extracting(Environment::name)
                    .isEqualTo(NAME);

            destroy(local);

            assertThat(environments()).isEmptyDirectory();
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    private static void destroy(LocalFixture local) {
        local.platform.environments().destroy(NAME, new Fence(1, "destroy"));
    }

    @Test
    void noPortIsHeldForAMachineThatIsNoMore() throws IOException {
        try (LocalFixture local = new LocalFixture(folder)) {
            local.created(NAME, 1);
            assertThat(folder.resolve("platform").resolve("ports")).isNotEmptyDirectory();

            destroy(local);

            assertThat(folder.resolve("platform").resolve("ports")).isEmptyDirectory();
            assertThat(environments()).isEmptyDirectory();
        }
    }
}
