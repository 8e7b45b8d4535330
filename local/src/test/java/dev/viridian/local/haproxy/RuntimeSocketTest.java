package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.viridian.local.socket.HangingListener;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RuntimeSocketTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void doesNotWaitWithoutEndForAHaproxyThatHangs() throws Exception {
        try (HangingListener hanging = new HangingListener(folder.resolve("haproxy.sock"))) {
            RuntimeSocket socket = new RuntimeSocket(hanging.socket(), Duration.ofMillis(20));

            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> socket.ask("show info"))
                    .withMessageContaining("'show info'")
                    .withMessageContaining("takes no connections");
        }
    }
}
