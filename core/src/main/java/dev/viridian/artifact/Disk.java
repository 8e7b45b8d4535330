package dev.viridian.artifact;

import dev.viridian.Failure;
import dev.viridian.files.FullDisk;
import dev.viridian.spi.PlatformException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The disk that an archive is unpacked to: whether there is room, and what its errors mean. */
final class Disk {
    private final Path folder;
    private final String call;
    private final String doing;

    /**
     * @param folder the one that is written to
     * @param archive what is unpacked there
     */
    Disk(Path folder, String archive) {
        this.folder = folder;
        this.call = "unpack " + archive + " into " + folder;
        this.doing = "unpacking " + archive;
    }

    /** What it is used for, as the call of a {@link Failure.CallFailed}. */
    String call() {
        return call;
    }

    /** Fails early where the free space is known not to be enough. */
    void requireRoomFor(long bytes) {
        OptionalLong free = free();
        if (free.isPresent() && free.getAsLong() < bytes) {
            throw new PlatformException(new Failure.DiskFull(
                    folder + " (" + Shown.bytes(free.getAsLong()) + " free, " + Shown.bytes(bytes) + " needed)",
                    doing));
        }
    }

    PlatformException failed(IOException e) {
        if (isFull(e)) {
            String free = free().stream()
                    .mapToObj(bytes -> " (" + Shown.bytes(bytes) + " free"
                            + (bytes < 1 << 20 ? ")" : ", so a quota or the number of files is what ran out)"))
                    .findFirst()
                    .orElse("");
            return new PlatformException(new Failure.DiskFull(folder + free, doing), e);
        }
        boolean interrupted = e instanceof ClosedByInterruptException;
        return new PlatformException(new Failure.CallFailed(call, cause(e), interrupted), e);
    }

    private static String cause(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return "it was interrupted. Nothing was unpacked.";
        }
        return e instanceof AccessDeniedException file
                ? file.getFile()
                        + " may not be written. Give this user the right to write there, or choose another folder."
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** The text comes from the system and may be translated, so a disk without space counts as well. */
    private boolean isFull(IOException e) {
        return FullDisk.isSaidBy(e) || (!(e instanceof AccessDeniedException) && free().orElse(Long.MAX_VALUE) == 0);
    }

    /** Not being told is no reason not to try. A file tells it by one system call, a file store reads all that is mounted first. */
    private OptionalLong free() {
        File there = existing(folder).toFile();
        return there.getTotalSpace() > 0 ? OptionalLong.of(there.getUsableSpace()) : OptionalLong.empty();
    }

    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return parent == null || Files.exists(folder) ? folder : existing(parent);
    }
}
