package dev.viridian.provision;

import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Optional;

/** A folder. */
public final class Directory implements ProvisioningStep {
    private final String path;
    private final FileAccess access;

    Directory(String path, FileAccess access) {
        this.path = HostPath.require(path);
        this.access = access;
    }

    /** Its mode, four octal digits; {@code 0755} without this. */
    public Directory mode(String digits) {
        return new Directory(path, access.mode(digits));
    }

    /** The user it belongs to; whoever provisions without this. */
    public Directory owner(String user) {
        return new Directory(path, access.owner(user));
    }

    /** The group it belongs to. */
    public Directory group(String name) {
        return new Directory(path, access.group(name));
    }

    @Override
    public String name() {
        return "make folder " + path;
    }

    @Override
    public Finding inspect(Host host) {
        Optional<FileEntry> found = host.files().look(path);
        if (found.isEmpty()) {
            return Finding.differs(path + ": nothing → folder " + access);
        }
        if (found.get().kind() != FileEntry.Kind.DIRECTORY) {
            return Finding.differs(path + ": " + FileShown.kind(found.get()) + " → folder " + access);
        }
        List<String> changes = AccessChange.between(path, found.get(), access);
        return changes.isEmpty() ? Finding.satisfied() : Finding.differs(changes);
    }

    @Override
    public void perform(Host host) {
        Optional<FileEntry> found = host.files().look(path);
        if (found.isPresent() && found.get().kind() != FileEntry.Kind.DIRECTORY) {
            throw PlatformException.refused(
                    name(), "there is a " + FileShown.kind(found.get()) + ". Expected nothing: move it away.");
        }
        host.files().createDirectory(path, access);
    }

    @Override
    public String toString() {
        return name();
    }
}
