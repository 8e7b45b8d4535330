package dev.viridian.testing.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * This machine's system, all of it, to be changed and thrown away: an overlay in memory, mounted where nobody else sees it, for as long as
 * a process lives that ends with this one.
 */
final class ThrowAwaySystem implements AutoCloseable {
    private static final String SCRIPT = """
            mount -t tmpfs tmpfs "$0" &&
            mkdir "$0/upper" "$0/work" "$0/root" &&
            mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root" &&
            mount -t proc proc "$0/root/proc" &&
            mount --rbind /dev "$0/root/dev" &&
            echo ready && exec cat >/dev/null
            """;

    private final Process holder;
    private final Path folder;

    private ThrowAwaySystem(Process holder, Path folder) {
        this.holder = holder;
        this.folder = folder;
    }

    /** One, or why there can be none. */
    static ThrowAwaySystem open() throws IOException {
        Path folder = Files.createTempDirectory("viridian-system");
        Process holder = new ProcessBuilder("unshare", "--mount", "sh", "-c", SCRIPT, folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        String line = Optional.ofNullable(said.readLine()).orElse("nothing was said");
        if (!line.equals("ready")) {
            holder.destroyForcibly();
            Files.delete(folder);
            throw new IOException(line);
        }
        return new ThrowAwaySystem(holder, folder);
    }

    /** Why there can be none on this machine; empty when there can. */
    static Optional<String> trouble() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a system to throw away needs root");
        }
        try {
            open().close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no system to throw away can be made: " + e.getMessage());
        }
    }

    /** Where its root is. */
    Path root() {
        return Path.of("/proc/" + holder.pid() + "/root" + folder + "/root");
    }

    @Override
    public void close() throws IOException {
        holder.destroyForcibly();
        try {
            holder.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(folder);
    }
}
