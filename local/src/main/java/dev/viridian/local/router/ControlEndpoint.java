package dev.viridian.local.router;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Listens on a Unix domain socket for what the router is to do; each connection says one line and gets one back. */
final class ControlEndpoint implements AutoCloseable {
    static final String STOP = "stop";
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ServerSocketChannel server;
    private final Commands commands;
    private final Consumer<String> log;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private ControlEndpoint(ServerSocketChannel server, Commands commands, Consumer<String> log) {
        this.log = log;
        this.server = server;
        this.commands = commands;
    }

    /** Takes the socket; whoever calls holds the folder's lock, so one that is there was left by a router that died. */
    static ControlEndpoint open(Path socket, Router router, Consumer<String> log) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ControlEndpoint endpoint = new ControlEndpoint(server, new Commands(router), log);
        start(endpoint::accept, "viridian-router-control");
        return endpoint;
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel client = server.accept();
                start(() -> serve(client), "viridian-router-command");
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                // Too many open files, for instance: that passes, and users are served meanwhile.
                log.accept("Cannot accept a command, and go on trying: " + e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void serve(SocketChannel accepted) {
        try (SocketChannel client = accepted;
                BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            boolean stop = line.equals(STOP);
            ByteBuffer answer = StandardCharsets.UTF_8.encode((stop ? Commands.OK : commands.answer(line)) + "\n");
            while (answer.hasRemaining()) {
                client.write(answer);
            }
            if (stop) {
                stopped.countDown();
            }
        } catch (IOException e) {
            log.accept("Whoever gave a command went away before it was answered: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
