package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Environment;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * This machine as a platform that outlives the program, behind a router in a process of its own. The router stays for all rules, as it
 * would for all programs; what else there is in the folder is removed after each.
 */
class DetachedPlatformContractTest extends PlatformContract {
    @TempDir
    static Path folder;

    @AfterAll
    static void nothingIsLeftRunning() {
        setup().open().shutDown();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    private static LocalSetup setup() {
        return LocalFixture.setup(folder).detached();
    }

    @Override
    protected PlatformUnderTest open() {
        return new LocalPlatformUnderTest(folder, setup()) {
            @Override
            public Optional<Platform> anotherController() {
                return Optional.of(setup().open());
            }

            /** The platform may be closed already, so that another controller has to clean up. */
            @Override
            public void close() {
                platform().close();
                try (LocalPlatform cleaning = setup().open()) {
                    Fence fence = new Fence(Long.MAX_VALUE, "clean up");
                    cleaning.traffic().route(TrafficSplit.nowhere(), fence);
                    for (Environment left : cleaning.environments().list()) {
                        cleaning.environments().destroy(left.name(), fence);
                    }
                }
                for (String each : List.of("environments", "ports", "state")) {
                    LocalFiles.removeTree(folder.resolve("platform").resolve(each));
                }
                assertThat(folder.resolve("platform/fence").toFile().delete()).isTrue();
            }
        };
    }
}
