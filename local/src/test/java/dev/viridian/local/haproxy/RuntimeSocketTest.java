package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.viridian.local.socket.HangingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    @Test
    @Timeout(60)
    void anAnswerThatIsCutOffMayBeWholeAnotherTime() throws Exception {
        Path file = folder.resolve("haproxy.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(file));
            CompletableFuture<Void> cutting = CompletableFuture.runAsync(() -> answer(listening, "Name: HAPro"));

            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> new RuntimeSocket(file).ask("show info"))
                    .withMessageContaining("gave 0 answers to 1 commands")
                    .withMessageContaining("show info");
            cutting.join();
        }
    }

    /** And hangs up, as HAProxy does that is killed. */
    private static void answer(ServerSocketChannel listening, String text) {
        try (SocketChannel asking = listening.accept()) {
            asking.read(ByteBuffer.allocate(100));
            asking.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
