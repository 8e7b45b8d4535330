package dev.viridian.local.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlCallTest {
    @TempDir
    Path folder;

    /** As a process does that is killed just then: it takes the connection, and breaks it. Whoever asks must know that it may ask again. */
    @Test
    void aRouterThatGoesAwayBeforeItAnswersIsToldFromOneThatAnswersBadly() throws Exception {
        Path socket = folder.resolve("router.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            try (ControlCall call = ControlCall.open(socket, Duration.ofSeconds(10))) {
                server.accept().close();

                Throwable thrown = catchThrowable(() -> call.ask("entry"));

                assertThat(thrown).isInstanceOfAny(SocketException.class, EOFException.class);
            }
        }
    }
}
