package dev.viridian.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which ports the programs of this machine are about to give to a process of theirs. Between the look that a port is free and the
 * moment when the process listens on it lies its boot; without a claim, two programs that deploy side by side, each with a folder of
 * its own, could both choose it.
 *
 * <p>A claim is the system's lock on one byte of one file that all programs share, the byte being the number of the port: it is gone
 * with the program that holds it, however that ends.
 *
 * <p>Safe for use by several threads.
 */
final class PortClaims {
    private static final Logger LOG = LoggerFactory.getLogger(PortClaims.class);

    /** Programs of all users share it, whatever the umask of the first one is. */
    private static final String FOR_ALL = "rw-rw-rw-";

    private final Path file;
    private final Map<Integer, Claim> held = new HashMap<>();
    private Optional<FileChannel> channel = Optional.empty();

    /** Without a lock where the file cannot be used: then it holds within this program only. */
    private record Claim(Path owner, Optional<FileLock> lock) {}

    PortClaims(Path file) {
        this.file = file;
    }

    /** Those of all programs on this machine that have the same folder for temporary files. */
    static PortClaims ofThisMachine() {
        return Shared.CLAIMS;
    }

    /**
     * Claims a port until it is given back.
     *
     * @param port the port
     * @param owner the folder in which it is held
     * @return false when it is claimed already, by this program or another one. Where the file cannot be used, that is logged, and a claim
     *     holds within this program only: a process that finds its port taken fails, and is built anew on another
     */
    synchronized boolean claim(int port, Path owner) {
        if (held.containsKey(port)) {
            return false;
        }
        try {
            Optional<FileLock> lock = Optional.ofNullable(open().tryLock(port, 1, false));
            lock.ifPresent(taken -> held.put(port, new Claim(owner, lock)));
            return lock.isPresent();
        } catch (OverlappingFileLockException anotherLoaderOfThisProgram) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "Port {} could not be claimed in {} ({}): another program that starts processes at this moment may choose it, too. "
                            + "Let this user write that file.",
                    port,
                    file,
                    e.toString());
            held.put(port, new Claim(owner, Optional.empty()));
            return true;
        }
    }

    /** Gives it back; of one that this owner has not claimed: nothing. */
    synchronized void release(int port, Path owner) {
        Claim claim = held.get(port);
        if (claim != null && claim.owner().equals(owner)) {
            held.remove(port);
            claim.lock().ifPresent(lock -> release(port, lock));
        }
    }

    private void release(int port, FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            LOG.warn("Port {} could not be given back in {}: {}", port, file, e.toString());
        }
    }

    /** Opened once and never closed: the system drops all of a program's locks on a file when it closes any channel to it. */
    private FileChannel open() throws IOException {
        if (channel.isEmpty()) {
            channel = Optional.of(existingOrNew());
        }
        return channel.get();
    }

    /** Linux refuses to open another user's file in the shared folder when asked to make it if need be; so that is asked second. */
    private FileChannel existingOrNew() throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException first) {
            try {
                Files.createFile(file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FOR_ALL));
            } catch (FileAlreadyExistsException meanwhile) {
                LOG.debug("Another program has just made {}", file);
            }
            return FileChannel.open(file, StandardOpenOption.WRITE);
        }
    }

    /** Holds the claims from their first use on. */
    private static final class Shared {
        private static final PortClaims CLAIMS =
                new PortClaims(Path.of(System.getProperty("java.io.tmpdir"), "viridian-ports"));
    }
}
