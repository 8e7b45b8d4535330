package dev.viridian.spi;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person does about files and folders that cannot be used: the system says what it refuses, and never what to do. */
final class FileTrouble {
    private FileTrouble() {}

    /** Empty where the cause has nothing to do with files. */
    static Optional<String> advice(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof FileSystemException trouble) {
                return Optional.of(advice(trouble, reason(trouble)));
            }
        }
        return Optional.empty();
    }

    private static String advice(FileSystemException trouble, String reason) {
        if (trouble instanceof AccessDeniedException || reason.contains("not permitted")) {
            return "Give " + System.getProperty("user.name", "this user")
                    + ", as whom this program runs, the permission, or choose another place.";
        } else if (reason.contains("read-only")) {
            return "Its file system is mounted read-only, as also happens after an error of the disk (see dmesg). Mount it writable, or"
                    + " choose another place.";
        } else if (reason.contains("too many open files")) {
            return "Raise the limit of open files (ulimit -n), or find out what keeps so many open.";
        } else if (reason.contains("input/output")) {
            return "The disk fails: see dmesg, and choose a place on another one.";
        } else if (trouble instanceof NotDirectoryException || reason.contains("not a directory")) {
            return "A file is in the place of a folder. Move it away, or choose another place.";
        }
        return "Check that it is there, that this user may use it, and that its disk can be written.";
    }

    private static String reason(FileSystemException trouble) {
        String reason = trouble.getReason();
        return reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    }
}
