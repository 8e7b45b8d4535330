package dev.viridian.local.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router that an earlier or later release started and that runs on while its controllers are upgraded. */
class RouterOfAnotherReleaseTest {
    @TempDir
    Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ServerSocketChannel listening;

    @BeforeEach
    void listen() throws IOException {
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(folder.resolve("router.sock")));
        Files.writeString(
                folder.resolve("router.log"),
                "Process 4711 listens on http://127.0.0.1:8080, routes to {}\nCould not rotate a log\n");
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    @Test
    void isRefusedBeforeAnythingIsToldWhereItDoesNotSayWhatItUnderstands() {
        answering("refused Not a command of the router: [protocol]");

        assertThatIllegalStateException()
                .isThrownBy(() -> DetachedRouter.in(folder, Rig.loopback(8080)))
                .withMessageContaining(folder.toString())
                .withMessageContaining("understands protocol 1, expected " + Commands.PROTOCOL)
                .withMessageContaining("End its process, number 4711,")
                .withMessageContaining("routes as that one did");
        assertThat(said).containsExactly("protocol");
    }

    @Test
    void isRefusedWhereItIsOfALaterRelease() {
        answering("ok 77");

        assertThatIllegalStateException()
                .isThrownBy(() -> DetachedRouter.in(folder, Rig.loopback(8080)))
                .withMessageContaining("understands protocol 77");
    }

    @Test
    void ofWhichNothingIsKnownIsToldApartByItsLock() throws IOException {
        Files.delete(folder.resolve("router.log"));
        answering("ok 77");

        assertThatIllegalStateException()
                .isThrownBy(() -> DetachedRouter.in(folder, Rig.loopback(8080)))
                .withMessageContaining("End its process, which holds " + folder.resolve("router.lock"));
    }

    private void answering(String answer) {
        CompletableFuture<Void> ignored = CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    try (SocketChannel client = listening.accept();
                            BufferedReader in =
                                    new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
                        said.add(in.readLine());
                        client.write(ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8)));
                    }
                }
            } catch (AsynchronousCloseException over) {
                // The test is over.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
