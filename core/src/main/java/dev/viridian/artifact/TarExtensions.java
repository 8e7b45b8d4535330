package dev.viridian.artifact;

import java.util.Optional;
import java.util.OptionalLong;

/** What extended headers say of the entry that follows them. Whoever says a thing twice is refused, since readers would disagree. */
final class TarExtensions {
    private Optional<PaxHeader> pax = Optional.empty();
    private Optional<String> longName = Optional.empty();
    private Optional<String> longTarget = Optional.empty();

    boolean isExtension(TarHeader header) {
        return switch (header.type()) {
            case 'x', 'g', 'L', 'K' -> true;
            default -> false;
        };
    }

    void add(TarHeader header, byte[] content) throws ArchiveRefused {
        switch (header.type()) {
            case 'x' -> {
                requireFirst(pax, "POSIX");
                pax = Optional.of(PaxHeader.parse(content));
            }
            case 'L' -> {
                requireFirst(longName, "GNU long name");
                longName = Optional.of(gnuName(content));
            }
            case 'K' -> {
                requireFirst(longTarget, "GNU long link");
                longTarget = Optional.of(gnuName(content));
            }
            case 'g' -> requireHarmless(PaxHeader.parse(content));
            default -> throw new AssertionError("Not an extension of a tar entry: " + header);
        }
    }

    boolean isEmpty() {
        return pax.isEmpty() && longName.isEmpty() && longTarget.isEmpty();
    }

    Optional<String> name() throws ArchiveRefused {
        return one("name", longName, pax.flatMap(header -> header.text("path")));
    }

    Optional<String> target() throws ArchiveRefused {
        return one("target", longTarget, pax.flatMap(header -> header.text("linkpath")));
    }

    OptionalLong size() throws ArchiveRefused {
        return pax.isEmpty() ? OptionalLong.empty() : pax.get().number("size");
    }

    OptionalLong modified() throws ArchiveRefused {
        return pax.isEmpty() ? OptionalLong.empty() : pax.get().number("mtime");
    }

    boolean sparse() {
        return pax.isPresent() && pax.get().sparse();
    }

    private static Optional<String> one(String what, Optional<String> gnu, Optional<String> posix)
            throws ArchiveRefused {
        if (gnu.isPresent() && posix.isPresent() && !gnu.equals(posix)) {
            throw new ArchiveRefused("its extended tar headers give one entry two " + what + "s, "
                    + Shown.name(gnu.get()) + " and " + Shown.name(posix.get()) + ".");
        }
        return gnu.or(() -> posix);
    }

    private static String gnuName(byte[] content) throws ArchiveRefused {
        boolean ended = content.length > 0 && content[content.length - 1] == 0;
        return TarHeader.utf8(content, 0, ended ? content.length - 1 : content.length, () -> "in a GNU long name");
    }

    private static void requireFirst(Optional<?> before, String what) throws ArchiveRefused {
        if (before.isPresent()) {
            throw new ArchiveRefused("it has two " + what + " headers for one entry, so readers disagree.");
        }
    }

    private static void requireHarmless(PaxHeader global) throws ArchiveRefused {
        for (String key : new String[] {"path", "linkpath", "size"}) {
            if (global.text(key).isPresent() || global.sparse()) {
                throw new ArchiveRefused("a global tar header sets the " + key
                        + " of all entries or makes them sparse. Build it again without global headers.");
            }
        }
    }
}
