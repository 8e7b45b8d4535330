package dev.viridian.state;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory of its own, mounted while it is needed; tests that want one are skipped where that is not allowed. */
final class SmallDisk implements AutoCloseable {
    static final int BYTES = 64 * 1024;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mountedAt(Path folder) throws IOException {
        return mountedAt(folder, BYTES);
    }

    static SmallDisk mountedAt(Path folder, int bytes) throws IOException {
        Files.createDirectories(folder);
        boolean mounted;
        try {
            mounted = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString()) == 0;
        } catch (IOException e) {
            mounted = false;
        }
        assumeTrue(mounted, "needs the right to mount a file system");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    void makeReadOnly() throws IOException {
        assumeTrue(run("mount", "-o", "remount,ro", folder.toString()) == 0, "needs the right to remount");
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
