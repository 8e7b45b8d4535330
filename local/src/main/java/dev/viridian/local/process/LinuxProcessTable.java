package dev.viridian.local.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code /proc/PID/stat}, which knows sessions and zombies; Java's own handles know neither. */
final class LinuxProcessTable implements ProcessTable {
    /** The era of a sandbox that does not say which boot it is. */
    static final String UNNAMED = "unnamed boot";

    private static final int LONGEST_STAT = 1024;

    /** The birth is the last field that is of interest; more than half of them come after it. */
    private static final int BIRTH = 19;

    private final Path proc;
    private final String boot;

    LinuxProcessTable(Path proc) {
        this.proc = proc;
        this.boot = bootOf(proc);
    }

    @Override
    public Optional<ProcessEntry> find(long pid) {
        try {
            return read(pid);
        } catch (IOException e) {
            // The file goes with the process, before it is opened or while it is read. But a controller that has no
            // file
            // descriptor left must not take all processes for dead.
            if (!Files.exists(proc.resolve(Long.toString(pid)))) {
                return Optional.empty();
            }
            throw new UncheckedIOException(
                    "Cannot tell whether process " + pid + " runs: its " + proc + "/" + pid
                            + "/stat is there and cannot be read. Check this user's limit for open files.",
                    e);
        }
    }

    private Optional<ProcessEntry> read(long pid) throws IOException {
        byte[] stat = new byte[LONGEST_STAT];
        try (FileInputStream file = new FileInputStream(proc + "/" + pid + "/stat")) {
            int length = file.read(stat);
            return length <= 0
                    ? Optional.empty()
                    : Optional.of(parse(pid, new String(stat, 0, length, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public Snapshot allBut(Set<Long> pids) {
        List<ProcessEntry> entries = new ArrayList<>();
        List<Long> wanted = pids();
        wanted.removeIf(pids::contains);
        for (long pid : wanted) {
            find(pid).ifPresent(entries::add);
        }
        return new Snapshot(List.copyOf(entries), entries.size() == wanted.size());
    }

    /** The boot: births are clock ticks since then, which unlike dates do not move when the clock is set. */
    @Override
    public String era() {
        return boot;
    }

    @Override
    public List<ProcessEntry> sessionLeadersWritingTo(Path file) {
        return all().entries().stream()
                .filter(process -> process.running() && process.session() == process.pid())
                .filter(leader -> Stream.of("1", "2").anyMatch(stream -> isOpen(leader, stream, file)))
                .toList();
    }

    @Override
    public boolean hasVariable(ProcessEntry process, String variable) {
        try {
            byte[] environment = Files.readAllBytes(
                    proc.resolve(Long.toString(process.pid())).resolve("environ"));
            return ("\0" + new String(environment, StandardCharsets.UTF_8)).contains("\0" + variable + "\0");
        } catch (IOException goneOrAnothers) {
            return false;
        }
    }

    private boolean isOpen(ProcessEntry process, String stream, Path file) {
        try {
            Path descriptor =
                    proc.resolve(Long.toString(process.pid())).resolve("fd").resolve(stream);
            return Files.exists(descriptor) && Files.isSameFile(descriptor, file);
        } catch (IOException gone) {
            // Gone meanwhile, closed meanwhile, or another user's: in each case not ours to find.
            return false;
        }
    }

    private List<Long> pids() {
        String[] names = proc.toFile().list();
        if (names == null) {
            throw new UncheckedIOException(new IOException("Cannot list the processes of this machine: " + proc
                    + " is not readable. Expected the proc file system; mount it, or allow this user to read it."));
        }
        List<Long> pids = new ArrayList<>();
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                pids.add(Long.valueOf(name));
            }
        }
        return pids;
    }

    /** The name is in parentheses and may itself hold parentheses and spaces, so that the last one closes it. */
    static ProcessEntry parse(long pid, String stat) {
        int nameEnd = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, nameEnd);
        String[] afterName = stat.substring(nameEnd + 2).split(" ", BIRTH + 2);
        boolean ended = afterName[0].equals("Z") || afterName[0].equals("X");
        // The first thread of a process may end before the others, and is then shown as a zombie among living threads.
        int threads = Integer.parseInt(afterName[17]);
        return new ProcessEntry(
                pid,
                name,
                !ended || threads > 1,
                Long.parseLong(afterName[1]),
                Long.parseLong(afterName[3]),
                Long.parseLong(afterName[BIRTH]));
    }

    private static String bootOf(Path proc) {
        try {
            return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        } catch (NoSuchFileException sandbox) {
            // Some sandboxes have /proc without it. Their processes do not outlive them.
            return UNNAMED;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read which boot of the machine this is", e);
        }
    }
}
