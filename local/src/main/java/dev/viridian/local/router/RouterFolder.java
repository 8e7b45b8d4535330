package dev.viridian.local.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a detached router, for its user alone: {@code router.sock} is where it is told what to do, {@code
 * router.state} what it was told, {@code router.log} what it said, and {@code router.lock} is held by it as long as it
 * lives.
 */
final class RouterFolder {
    /** What the operating system allows is 107 bytes on Linux, 103 on macOS. */
    private static final int LONGEST_SOCKET_PATH = 103;

    /** The first line of a router in its log, which {@link RouterProcess} writes. */
    private static final Pattern BEGINNING = Pattern.compile("Process (\\d+) listens on ");

    private static final Logger LOG = LoggerFactory.getLogger(RouterFolder.class);

    private final Path folder;

    private RouterFolder(Path folder) {
        this.folder = folder;
    }

    static RouterFolder at(Path path) throws IOException {
        RouterFolder folder = new RouterFolder(path.toAbsolutePath().normalize());
        int length = folder.socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET_PATH) {
            throw new IOException("The path of the router's socket, " + folder.socket() + ", has " + length
                    + " bytes; the operating system allows " + LONGEST_SOCKET_PATH + ". Choose a shorter folder.");
        }
        Files.createDirectories(folder.folder);
        Files.setPosixFilePermissions(folder.folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    Path path() {
        return folder;
    }

    Path socket() {
        return socket(folder);
    }

    static Path socket(Path folder) {
        return folder.resolve("router.sock");
    }

    Path log() {
        return folder.resolve("router.log");
    }

    private Path lockFile() {
        return folder.resolve("router.lock");
    }

    private Path stateFile() {
        return folder.resolve("router.state");
    }

    /** Empty while another router, or whoever waits for its end, holds it. */
    Optional<FileLock> tryLock() throws IOException {
        FileChannel file = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(lock);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            LOG.debug("Another thread of this process holds the lock of {}", folder);
        }
        file.close();
        return Optional.empty();
    }

    Optional<RouterState> state() throws IOException {
        if (!Files.exists(stateFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(RouterState.parse(Files.readAllLines(stateFile())));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(
                    "Cannot read what the router was told last, " + stateFile() + ": " + e.getMessage()
                            + ". Delete the file to begin with no route, and deploy again.",
                    e);
        }
    }

    /** Replaces the state as a whole: after a crash there is either the old or the new one. */
    void save(RouterState state) throws IOException {
        Path next = folder.resolve("router.state.next");
        Files.write(next, state.lines());
        try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(next, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How the router that began last said which process it is, for people. */
    String process() {
        String holder = "which holds " + lockFile();
        if (!Files.exists(log())) {
            return holder;
        }
        try {
            return Files.readAllLines(log()).stream()
                    .map(BEGINNING::matcher)
                    .filter(Matcher::lookingAt)
                    .reduce((earlier, later) -> later)
                    .map(line -> "number " + line.group(1))
                    .orElse(holder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what the router said, " + log() + ": " + e.getMessage(), e);
        }
    }

    /** The end of the log, for whoever is told that the router did not start. */
    String endOfLog() throws IOException {
        if (!Files.exists(log())) {
            return "(it wrote no log)";
        }
        String text = Files.readString(log());
        return text.substring(Math.max(0, text.length() - 2_000)).strip();
    }
}
