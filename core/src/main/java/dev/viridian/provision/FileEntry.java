package dev.viridian.provision;

import java.util.Optional;

/**
 * What is at a path.
 *
 * @param kind what it is
 * @param size its bytes; 0 for what is no regular file
 * @param mode its mode, four octal digits
 * @param owner the user it belongs to; a number where the host has no name for it
 * @param group the group it belongs to; a number where the host has no name for it
 * @param target where a link points, as it is stored
 */
public record FileEntry(Kind kind, long size, String mode, String owner, String group, Optional<String> target) {
    /** What there can be at a path. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A folder. */
        DIRECTORY,
        /** A symbolic link. */
        LINK,
        /** A device, pipe or socket. */
        OTHER
    }
}
