package dev.viridian.provision;

import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Optional;

/**
 * The files of a host. What a write replaces is replaced at once: nobody ever sees half of it.
 *
 * <p>What fails is a {@link PlatformException}, with {@link dev.viridian.Failure.DiskFull} where the disk is full.
 */
public interface HostFiles {
    /** What is at this path, not following a link at its end; empty for nothing. */
    Optional<FileEntry> look(String path);

    /**
     * All bytes of a regular file, links followed.
     *
     * @throws PlatformException when there is none, or it has more than 16 MiB, which no configuration has
     */
    byte[] read(String path);

    /** Writes a file as a whole, with this mode and owner, in place of whatever file or link was there; folders above are made. */
    void write(String path, byte[] content, FileAccess access);

    /** Makes a folder, and those above it; one that is there gets this mode and owner. */
    void createDirectory(String path, FileAccess access);

    /** Makes a symbolic link, in place of a file or link that is there, at once. The target is stored as it is written. */
    void link(String path, String target);

    /** Removes what is at this path, and all that is in it; never what a link points to. Nothing is removed from nothing. */
    void remove(String path);

    /** The names in a folder, sorted; none when there is no such folder. */
    List<String> list(String path);

    /** How many bytes can be written where this path is or would be. */
    long freeBytes(String path);
}
