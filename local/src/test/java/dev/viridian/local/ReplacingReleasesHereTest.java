package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.testing.junit.ViridianExtension;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplacingReleasesHereTest extends ReplacingReleases {
    @RegisterExtension
    static ViridianExtension viridian = ViridianExtension.on(
            () -> LocalFixture.setup(Files.createTempDirectory(folder, "test")).open());

    @AfterAll
    static void nothingIsLeftRunning() {
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }
}
