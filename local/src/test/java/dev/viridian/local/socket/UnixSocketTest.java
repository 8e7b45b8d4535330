package dev.viridian.local.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {
    @TempDir
    Path folder;

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void doesNotWaitWithoutEndForAProgramThatTakesNoConnections() throws Exception {
        try (HangingListener hanging = new HangingListener(folder.resolve("socket"))) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> UnixSocket.connect(hanging.socket(), in(Duration.ofMillis(20))))
                    .withMessageContaining("may hang or be stopped");
        }
    }

    @Test
    void connectsAsSoonAsTheProgramGoesOn() throws Exception {
        try (HangingListener hanging = new HangingListener(folder.resolve("socket"))) {
            CompletableFuture<SocketChannel> connecting = CompletableFuture.supplyAsync(() -> {
                try {
                    return UnixSocket.connect(hanging.socket(), in(Duration.ofMinutes(1)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            hanging.goOn();

            try (SocketChannel connected = connecting.join()) {
                assertThat(connected.isConnected()).isTrue();
            }
        }
    }

    @Test
    void saysAtOnceThatNobodyListens() throws Exception {
        Path socket = folder.resolve("socket");
        new HangingListener(socket).close();

        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> UnixSocket.connect(socket, in(Duration.ofMinutes(1))));
    }
}
