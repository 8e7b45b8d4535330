package dev.viridian.provision;

import dev.viridian.spi.PlatformException;
import java.util.Optional;

/** A symbolic link, switched at once. */
public final class SymbolicLink implements ProvisioningStep {
    private final String path;
    private final String target;

    SymbolicLink(String path, String target) {
        this.path = path;
        this.target = target;
    }

    /** A link that does not know yet where to. */
    public static final class NeedsTarget {
        private final String path;

        NeedsTarget(String path) {
            this.path = HostPath.require(path);
        }

        /** To this target, which is stored as it is written: a relative one is relative to the folder of the link. */
        public SymbolicLink to(String target) {
            if (target.isBlank()) {
                throw new IllegalArgumentException("The link " + path + " points nowhere. Expected a path.");
            }
            return new SymbolicLink(path, target);
        }
    }

    @Override
    public String name() {
        return "link " + path + " to " + target;
    }

    @Override
    public Finding inspect(Host host) {
        Optional<FileEntry> found = host.files().look(path);
        if (found.flatMap(FileEntry::target).equals(Optional.of(target))) {
            return Finding.satisfied();
        }
        return Finding.differs(path + ": " + found.map(SymbolicLink::shown).orElse("nothing") + " → link to " + target);
    }

    @Override
    public void perform(Host host) {
        requireReplaceable(host);
        host.files().link(path, target);
    }

    /** A folder in the place of a link holds something that nobody asked to remove. */
    void requireReplaceable(Host host) {
        Optional<FileEntry> found = host.files().look(path);
        if (found.isPresent() && found.get().kind() == FileEntry.Kind.DIRECTORY) {
            throw PlatformException.refused(
                    name(), "there is a folder at " + path + ". Expected nothing, a file or a link: move it away.");
        }
    }

    private static String shown(FileEntry entry) {
        return entry.target().map(target -> "link to " + target).orElse(FileShown.kind(entry));
    }

    @Override
    public String toString() {
        return name();
    }
}
