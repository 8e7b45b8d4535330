package dev.viridian.local.router;

import static dev.viridian.local.router.Rig.BLUE;
import static dev.viridian.local.router.Rig.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterStateTest {
    @TempDir
    Path path;

    @Test
    void isTheSameAfterItWasWrittenAndRead() throws IOException {
        RouterState state = RouterState.at(Addresses.parse("127.0.0.1:8080"))
                .withMachines(BLUE, List.of(Addresses.parse("127.0.0.1:1"), Addresses.parse("[::1]:2")))
                .withMachines(GREEN, List.of(Addresses.parse("127.0.0.1:3")))
                .withRoute(Map.of(BLUE, 3, GREEN, 1));
        RouterFolder folder = RouterFolder.at(path);

        folder.save(state);

        assertThat(folder.state()).contains(state);
        assertThat(state.lines())
                .containsExactly(
                        "entry 127.0.0.1:8080",
                        "machines blue 127.0.0.1:1 [0:0:0:0:0:0:0:1]:2",
                        "machines green 127.0.0.1:3",
                        "route blue=3 green=1");
    }

    @Test
    void isEmptyUntilSomethingWasSaved() throws IOException {
        assertThat(RouterFolder.at(path).state()).isEmpty();
    }

    @Test
    void saysWhatToDoWithAFileThatItCannotRead() throws IOException {
        Files.writeString(path.resolve("router.state"), "entry 127.0.0.1:8080\nnonsense\n");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RouterFolder.at(path).state())
                .withMessageContaining("nonsense")
                .withMessageContaining("Delete the file");
    }

    @Test
    void resumesWithoutAnEnvironmentThatHasLostItsMachines() {
        RouterState state = RouterState.at(Rig.loopback(0))
                .withMachines(GREEN, List.of(Rig.loopback(1)))
                .withRoute(Map.of(BLUE, 3, GREEN, 1));

        try (Router router = EmbeddedRouter.listeningOn(Rig.loopback(0))) {
            state.resumeIn(router);

            assertThat(router.observed()).containsOnlyKeys(GREEN);
        }
    }
}
