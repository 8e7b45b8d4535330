package dev.viridian.local;

import dev.viridian.local.haproxy.RunningHaproxy;
import dev.viridian.spi.Platform;
import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** This machine as a platform, behind a real HAProxy that stays for all rules. */
class HaproxyPlatformContractTest extends PlatformContract {
    private static Optional<RunningHaproxy> haproxy = Optional.empty();

    @TempDir
    Path folder;

    @BeforeAll
    static void startHaproxy() throws IOException {
        haproxy = Optional.of(RunningHaproxy.start());
    }

    @AfterAll
    static void endHaproxy() throws IOException {
        if (haproxy.isPresent()) {
            haproxy.get().close();
        }
    }

    private LocalSetup setup() {
        return LocalFixture.setup(folder).routedBy(haproxy.orElseThrow().configuration());
    }

    @Override
    protected PlatformUnderTest open() {
        return new LocalPlatformUnderTest(folder, setup()) {
            @Override
            public Optional<Platform> anotherController() {
                return Optional.of(setup().open());
            }
        };
    }
}
