package dev.viridian;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory of its own, mounted while it is needed; tests that want one are skipped where that is not allowed. */
public final class SmallDisk implements AutoCloseable {
    /** How large it is where nobody says so. */
    public static final int BYTES = 64 * 1024;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** One of {@link #BYTES}. */
    public static SmallDisk mountedAt(Path folder) throws IOException {
        return mountedAt(folder, "size=" + BYTES);
    }

    /**
     * One of that kind.
     *
     * @param options as {@code mount} takes them: {@code size=1m,nr_inodes=200}
     */
    public static SmallDisk mountedAt(Path folder, String options) throws IOException {
        Files.createDirectories(folder);
        boolean mounted;
        try {
            mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()) == 0;
        } catch (IOException e) {
            mounted = false;
        }
        assumeTrue(mounted, "needs the right to mount a file system");
        return new SmallDisk(folder);
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    /** From now on nothing can be written to it. */
    public void makeReadOnly() throws IOException {
        if (run("mount", "-o", "remount,ro", folder.toString()) != 0) {
            throw new IOException("Could not remount " + folder);
        }
    }

    @Override
    public void close() throws IOException {
        if (run("umount", folder.toString()) != 0) {
            throw new IOException("Could not unmount " + folder);
        }
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
    }
}
