package dev.viridian.machine;

import dev.viridian.Failure;
import dev.viridian.files.FullDisk;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an error of a file system means. */
final class FileTroubles {
    private FileTroubles() {}

    /** Something done to a file. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does it, and tells what went wrong as a failure of the host.
     *
     * @param doing what is done, for people: {@code write app/orders.properties}
     * @param where on which disk
     */
    static <T> T told(String doing, Path where, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw failed(doing, where, e);
        }
    }

    private static PlatformException failed(String doing, Path where, IOException e) {
        if (FullDisk.isSaidBy(e)) {
            return new PlatformException(new Failure.DiskFull(existing(where).toString(), "trying to " + doing), e);
        }
        if (e instanceof FileSystemException refused && isNotPermitted(refused)) {
            return new PlatformException(new Failure.CallFailed(doing, notPermitted(refused), false), e);
        }
        return PlatformException.passing(doing, e);
    }

    /** Of what the system says both ways Java has a class for one alone: the other one is for owners, immutable files and the like. */
    private static boolean isNotPermitted(FileSystemException e) {
        return e instanceof AccessDeniedException
                || String.valueOf(e.getReason()).contains("Operation not permitted");
    }

    private static String notPermitted(FileSystemException e) {
        String user = System.getProperty("user.name", "unknown");
        return "this user (" + user + ") may not touch " + e.getFile() + ". "
                + (user.equals("root")
                        ? "What not even root may is forbidden by its file system, or by an attribute of the file (lsattr)."
                        : "Provision as root, or in a home that belongs to this user.");
    }

    /** The path itself or the nearest folder above it that is there. */
    static Path existing(Path path) {
        Path at = path.toAbsolutePath();
        while (!Files.exists(at)) {
            Path parent = at.getParent();
            if (parent == null) {
                return at;
            }
            at = parent;
        }
        return at;
    }
}
