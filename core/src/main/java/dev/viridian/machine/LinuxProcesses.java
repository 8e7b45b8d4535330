package dev.viridian.machine;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The processes of this machine, as {@code /proc} shows them. */
final class LinuxProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final int TICKS_PER_SECOND = 100;
    private static final int MOST_GENERATIONS = 20;
    private static final Duration DYING = Duration.ofSeconds(5);

    private LinuxProcesses() {}

    /**
     * A process.
     *
     * @param pid its number
     * @param state a letter, {@code Z} for one that has ended and was not yet asked how
     * @param parent the number of its parent
     * @param session the number of its session
     * @param birth when it was started, in hundredths of a second since the machine was
     */
    record Entry(long pid, char state, long parent, long session, long birth) {
        boolean lives() {
            return state != 'Z' && state != 'X';
        }

        Duration age() throws IOException {
            String uptime = Files.readString(PROC.resolve("uptime"), StandardCharsets.ISO_8859_1);
            long now = Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * TICKS_PER_SECOND);
            return Duration.ofMillis(Math.max(0, now - birth) * 1000 / TICKS_PER_SECOND);
        }
    }

    static Optional<Entry> find(long pid) throws IOException {
        try {
            return Optional.of(parse(pid, Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException gone) {
            if (Files.exists(PROC.resolve(Long.toString(pid)))) {
                throw gone;
            }
            return Optional.empty();
        }
    }

    /** After the name, which may hold blanks and brackets, the fields are: state, parent, group, session, and the birth as the 20th. */
    private static Entry parse(long pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Entry(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]));
    }

    private static List<Entry> all() throws IOException {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path folder : folders) {
                find(Long.parseLong(folder.getFileName().toString()))
                        .filter(Entry::lives)
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    /** All that run in a session, or descend from its leader wherever they went. */
    static Set<Long> family(long leader) throws IOException {
        List<Entry> all = all();
        Set<Long> family = new LinkedHashSet<>();
        all.stream()
                .filter(entry -> entry.pid() == leader || entry.session() == leader)
                .map(Entry::pid)
                .forEach(family::add);
        boolean grew = !family.isEmpty();
        while (grew) {
            grew = false;
            for (Entry entry : all) {
                grew |= family.contains(entry.parent()) && family.add(entry.pid());
            }
        }
        return family;
    }

    /**
     * Kills a family. One that forks while it is being killed could leave a child that nobody knows: so all are stopped first, until no
     * new one is found.
     */
    static void kill(long leader, Time time) {
        try {
            Set<Long> stopped = new HashSet<>();
            Set<Long> family = family(leader);
            for (int round = 0; round < MOST_GENERATIONS && stopped.addAll(family); round++) {
                signal("STOP", family);
                family = family(leader);
            }
            stopped.addAll(family);
            signal("KILL", stopped);
            awaitEnd(stopped, time);
        } catch (IOException e) {
            throw PlatformException.passing("kill process " + leader + " and all that it started", e);
        }
    }

    /** The kernel takes its time; what is stuck in it is not waited for. */
    private static void awaitEnd(Set<Long> killed, Time time) throws IOException {
        Instant end = time.now().plus(DYING);
        for (long pid : killed) {
            while (find(pid).filter(Entry::lives).isPresent() && time.now().isBefore(end)) {
                time.sleep(Duration.ofMillis(1));
            }
        }
    }

    /** Those that are gone meanwhile are no matter. */
    static void signal(String name, Set<Long> pids) throws IOException {
        if (pids.isEmpty()) {
            return;
        }
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + name + " \"$@\" 2>&-", "sh"));
        pids.forEach(pid -> line.add(Long.toString(pid)));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IOException("the shell that sends " + name + " has not ended within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
