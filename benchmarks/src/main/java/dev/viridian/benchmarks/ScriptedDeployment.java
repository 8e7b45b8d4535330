package dev.viridian.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The same deployment by a shell script and HAProxy, as many do it: without journal, lease, proofs from outside, or a way back. */
final class ScriptedDeployment implements AutoCloseable {
    private static final List<String> ENVIRONMENTS = List.of("blue", "green");

    private final Path folder;
    private final Path script;
    private final Haproxy haproxy;
    private int count;
    private Optional<Running> live = Optional.empty();

    private record Running(long pid, Path folder) {}

    private ScriptedDeployment(Path folder, Path script, Haproxy haproxy) {
        this.folder = folder;
        this.script = script;
        this.haproxy = haproxy;
    }

    /** In a folder that is removed by whoever made it. */
    static ScriptedDeployment in(Path folder, Path haproxy) throws IOException {
        Path script = folder.resolve("deploy.sh");
        try (InputStream text = ScriptedDeployment.class.getResourceAsStream("deploy.sh")) {
            Files.copy(Objects.requireNonNull(text, "deploy.sh"), script);
        }
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), Computer.freePort());
        return new ScriptedDeployment(folder, script, Haproxy.start(haproxy, nobody, nobody));
    }

    /** Runs the script and says how long that took, from the start of the shell to its end. */
    Duration deploy(Path archive) throws Exception {
        Path unpacked = folder.resolve("scripted-" + count);
        int port = Computer.freePort();
        List<String> command = new ArrayList<>(List.of(
                "bash",
                script.toString(),
                archive.toString(),
                unpacked.toString(),
                Integer.toString(port),
                ENVIRONMENTS.get(count++ % 2),
                Integer.toString(haproxy.runtimePort()),
                haproxy.map().toString(),
                Computer.java()));
        live.ifPresent(old ->
                command.addAll(List.of(Long.toString(old.pid()), old.folder().toString())));
        long start = System.nanoTime();
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        Duration whole = Duration.ofNanos(System.nanoTime() - start);
        if (status != 0) {
            throw new IOException("The script ended with status " + status);
        }
        live = Optional.of(new Running(
                Long.parseLong(Files.readString(unpacked.resolve("pid")).strip()), unpacked));
        return whole;
    }

    @Override
    public void close() throws IOException {
        live.flatMap(running -> ProcessHandle.of(running.pid())).ifPresent(process -> {
            boolean ignored = process.destroy();
            process.onExit().join();
        });
        haproxy.close();
    }
}
