package dev.viridian.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A real HAProxy of this machine, switched over its runtime API. */
final class Haproxy implements Candidate {
    private static final String CONFIGURATION = """
            global
              maxconn 2000
              stats socket %1$s/runtime.sock mode 600 level admin
              stats socket ipv4@127.0.0.1:%5$d level admin
            defaults
              mode http
              option forwardfor
              http-reuse safe
              timeout connect 5s
              timeout client 60s
              timeout server 60s
            frontend entry
              bind 127.0.0.1:%2$d
              use_backend %%[str(live),map(%1$s/live.map)]
            backend blue
              server machine 127.0.0.1:%3$d
            backend green
              server machine 127.0.0.1:%4$d
            """;

    private final Process process;
    private final Path folder;
    private final int port;
    private final int runtimePort;

    private Haproxy(Process process, Path folder, int port, int runtimePort) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.runtimePort = runtimePort;
    }

    static Optional<Path> executable() {
        return Computer.program(System.getProperty("haproxy", "haproxy"));
    }

    static Haproxy start(Path executable, InetSocketAddress blue, InetSocketAddress green) throws IOException {
        Path folder = Files.createTempDirectory("haproxy");
        int port = Computer.freePort();
        int runtimePort = Computer.freePort();
        Files.writeString(folder.resolve("live.map"), "live blue\n");
        Path configuration = Files.writeString(
                folder.resolve("haproxy.cfg"),
                CONFIGURATION.formatted(folder, port, blue.getPort(), green.getPort(), runtimePort));
        Process process = new ProcessBuilder(executable.toString(), "-q", "-f", configuration.toString())
                .inheritIO()
                .start();
        Haproxy haproxy = new Haproxy(process, folder, port, runtimePort);
        haproxy.awaitListening();
        return haproxy;
    }

    /** Where a shell can reach the runtime API. */
    int runtimePort() {
        return runtimePort;
    }

    /** The file that names the map of what is live. */
    Path map() {
        return folder.resolve("live.map");
    }

    private void awaitListening() throws IOException {
        while (process.isAlive()) {
            try (Socket accepted = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assert accepted.isConnected();
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(20_000_000);
            }
        }
        throw new IOException("HAProxy ended with status " + process.exitValue() + " before it listened.");
    }

    @Override
    public String name() {
        return "HAProxy";
    }

    @Override
    public URI entry() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void route(String environment) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(folder.resolve("runtime.sock")));
            socket.write(StandardCharsets.UTF_8.encode("set map " + folder + "/live.map live " + environment + "\n"));
            ByteBuffer answer = ByteBuffer.allocate(1_000);
            while (socket.read(answer) >= 0 && answer.hasRemaining()) {
                Thread.onSpinWait();
            }
            String said =
                    StandardCharsets.UTF_8.decode(answer.flip()).toString().strip();
            if (!said.isEmpty()) {
                throw new IOException("HAProxy did not switch to " + environment + ": " + said);
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Folders.remove(folder);
    }
}
