package dev.viridian.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A disk in memory of a given size, where this user may mount one; the test is skipped elsewhere, and says so. */
public final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** One in that folder, which is made, from now on. */
    public static SmallDisk mountedAt(Path folder, int kibibytes) throws IOException {
        Files.createDirectories(folder);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "none", folder.toString());
        Assumptions.assumeTrue(
                mounted, "a small disk cannot be mounted here: that takes root and a Linux that allows it");
        return new SmallDisk(folder);
    }

    /** The one that is mounted there, by whatever process. */
    public static SmallDisk at(Path folder) {
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    public void makeReadOnly() throws IOException {
        require(run("mount", "-o", "remount,ro", folder.toString()), "remount");
    }

    public void makeWritable() throws IOException {
        require(run("mount", "-o", "remount,rw", folder.toString()), "remount");
    }

    /** Writes until nothing more fits, or nothing but what is said. */
    public void fillUpTo(int bytesLeft) throws IOException {
        long free = folder.toFile().getUsableSpace();
        Files.write(Files.createTempFile(folder, FILLER, ""), new byte[(int) free - bytesLeft]);
    }

    /** Removes all that filled it. */
    public void makeRoom() throws IOException {
        try (var fillers = Files.newDirectoryStream(folder, FILLER + "*")) {
            for (Path filler : fillers) {
                Files.delete(filler);
            }
        }
    }

    @Override
    public void close() throws IOException {
        require(run("umount", folder.toString()), "unmount");
    }

    private void require(boolean done, String what) throws IOException {
        if (!done) {
            throw new IOException("cannot " + what + " " + folder);
        }
    }

    private static boolean run(String... command) {
        return started(command)
                .map(process -> process.onExit().join().exitValue() == 0)
                .orElse(false);
    }

    private static Optional<Process> started(String... command) {
        try {
            return Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
    }
}
