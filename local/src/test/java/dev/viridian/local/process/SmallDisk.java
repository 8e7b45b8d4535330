package dev.viridian.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A disk in memory of a given size, where this user may mount one; the test is skipped elsewhere, and says so. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk of(int kibibytes) throws IOException {
        Path folder = Files.createTempDirectory("small-disk").toRealPath();
        int code = run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "none", folder.toString());
        if (code != 0) {
            Files.delete(folder);
        }
        Assumptions.assumeTrue(code == 0, "this user may not mount a small disk here");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    void makeReadOnly() throws IOException {
        if (run("mount", "-o", "remount,ro", folder.toString()) != 0) {
            throw new IOException("cannot remount " + folder);
        }
    }

    /** Writes until nothing more fits, or nothing but what is said. */
    void fillUpTo(int bytesLeft) throws IOException {
        long free = folder.toFile().getUsableSpace();
        Files.write(folder.resolve("filler"), new byte[(int) free - bytesLeft]);
    }

    @Override
    public void close() throws IOException {
        if (run("umount", folder.toString()) != 0) {
            throw new IOException("cannot unmount " + folder);
        }
        Files.delete(folder);
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
        } catch (IOException noSuchProgram) {
            return 127;
        }
    }
}
