package dev.viridian.machine;

import dev.viridian.spi.Time;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which commands of a host run, as files of its home: who provisions may be killed, and what he had started then runs on beside what the
 * next one starts.
 */
record RunningCommands(LinuxRoot root, Time time) {
    private static final String FOLDER = ".viridian/commands";

    /** Number, birth and boot stay the same when the shell becomes the command. */
    private static final String RECORD =
            "( read -r stat < /proc/$$/stat; read -r boot < /proc/sys/kernel/random/boot_id;"
                    + " set -- $stat; echo \"${22} $boot\" > \"$0/$$\" ) 2>/dev/null; exec \"$@\"";

    /** The words before a command that have it write itself down before it begins; that it could not, on a full disk, does not stop it. */
    List<String> recording() {
        String folder = FileTroubles.told("find out where commands are written down", root.folder(), () -> {
            Path path = root.of(FOLDER);
            makeIfPossible(path);
            return path.toString();
        });
        return List.of("setsid", "/bin/sh", "-c", RECORD, folder);
    }

    private static void makeIfPossible(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            // The command is to run all the same: it may be what makes space.
            return;
        }
    }

    /** It and all that it started. */
    void end(long pid) {
        LinuxProcesses.kill(pid, time);
        FileTroubles.told(
                "write down that command " + pid + " has ended",
                root.folder(),
                () -> Files.deleteIfExists(root.of(FOLDER).resolve(Long.toString(pid))));
    }

    /** Ends all that are written down; a later process of the same number is another one. */
    void endAll() {
        FileTroubles.told("end commands that were left running", root.folder(), () -> {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(root.of(FOLDER), "[1-9]*")) {
                for (Path file : files) {
                    endIfSame(file);
                }
            } catch (NoSuchFileException none) {
                return false;
            }
            return true;
        });
    }

    private void endIfSame(Path file) throws IOException {
        long pid = Long.parseLong(file.getFileName().toString());
        Optional<LinuxProcesses.Entry> entry = LinuxProcesses.find(pid);
        if (entry.isPresent() && identity(entry.get()).equals(Files.readString(file))) {
            LinuxProcesses.kill(pid, time);
        }
        Files.deleteIfExists(file);
    }

    private static String identity(LinuxProcesses.Entry entry) throws IOException {
        return entry.birth() + " "
                + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + "\n";
    }
}
