package dev.viridian.machine;

import dev.viridian.Evidence;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks how a machine is. What cannot be found out is said so. */
record Examination(LinuxRoot root, Time time) {
    private static final long MEBIBYTE = 1 << 20;
    private static final Set<String> OF_MEMORY = Set.of("MemTotal", "MemAvailable", "SwapTotal", "SwapFree");

    Evidence evidence() {
        return Evidence.of("disk", told(this::disk))
                .and("memory", told(this::memory))
                .and("load", told(() -> read("/proc/loadavg").strip()))
                .and("clock", told(this::clock))
                .and("versions", told(this::versions));
    }

    private interface Look {
        String text() throws IOException;
    }

    private static String told(Look look) {
        try {
            return look.text();
        } catch (IOException | RuntimeException e) {
            return "unknown: " + e;
        }
    }

    private String disk() throws IOException {
        return free(root.folder()) + "\n" + free(FileTroubles.existing(root.of(root.home())));
    }

    private static String free(Path path) {
        return path + ": " + path.toFile().getUsableSpace() / MEBIBYTE + " MiB free of "
                + path.toFile().getTotalSpace() / MEBIBYTE + " MiB";
    }

    private String memory() throws IOException {
        return read("/proc/meminfo")
                .lines()
                .filter(line -> OF_MEMORY.contains(line.substring(0, Math.max(0, line.indexOf(':')))))
                .map(line -> line.replaceAll(" +", " "))
                .collect(Collectors.joining("\n"));
    }

    private String clock() throws IOException {
        String uptime = read("/proc/uptime");
        return time.now() + ", running for " + uptime.substring(0, uptime.indexOf('.')) + " s";
    }

    private String versions() throws IOException {
        return String.join(
                "\n",
                List.of(
                        distribution(),
                        "Linux " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
                        "Java " + System.getProperty("java.runtime.version") + " of "
                                + System.getProperty("java.vendor")));
    }

    private String distribution() throws IOException {
        Path release = root.followed("/etc/os-release");
        return Files.exists(release)
                ? Files.readAllLines(release, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("PRETTY_NAME="))
                        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                        .findFirst()
                        .orElse("a distribution without a name")
                : "a distribution that does not say which";
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    }
}
