package dev.viridian.provision;

import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A file, written as a whole and replaced at once. */
public final class WriteFile implements ProvisioningStep {
    private static final int OTHERS_READ = 04;

    private final String path;
    private final Content content;
    private final FileAccess access;

    WriteFile(String path, Content content, FileAccess access) {
        this.path = path;
        this.content = content;
        this.access = access;
    }

    /** A file that does not know yet what it says. */
    public static final class NeedsContent {
        private final String path;

        NeedsContent(String path) {
            this.path = HostPath.require(path);
        }

        /** This text, in UTF-8. */
        public WriteFile saying(String text) {
            return new WriteFile(path, new Content.Text(text), FileAccess.FILE);
        }

        /** A resource of the class path as it is. */
        public WriteFile fromResource(String name) {
            return new WriteFile(path, new Content.Resource(ClassPathResource.of(name)), FileAccess.FILE);
        }

        /** A template with all its holes filled; one that holds a secret can be read by its owner only, unless {@code .mode} says otherwise. */
        public WriteFile from(Template template) {
            Template complete = template.requireComplete(path);
            return new WriteFile(
                    path, complete, complete.holdsSecrets() ? FileAccess.FILE.mode("0600") : FileAccess.FILE);
        }
    }

    /** Its mode, four octal digits; {@code 0644} without this, and {@code 0600} where it holds a secret. */
    public WriteFile mode(String digits) {
        return new WriteFile(path, content, access.mode(digits));
    }

    /** The user it belongs to; whoever provisions without this. */
    public WriteFile owner(String user) {
        return new WriteFile(path, content, access.owner(user));
    }

    /** The group it belongs to. */
    public WriteFile group(String name) {
        return new WriteFile(path, content, access.group(name));
    }

    @Override
    public String name() {
        return "write " + path;
    }

    @Override
    public Finding inspect(Host host) {
        Optional<FileEntry> found = host.files().look(path);
        byte[] wanted = content.on(host);
        if (found.isEmpty()) {
            return Finding.differs(path + ": nothing → file of " + wanted.length + " bytes, " + access);
        }
        if (found.get().kind() != FileEntry.Kind.FILE) {
            return Finding.differs(
                    path + ": " + FileShown.kind(found.get()) + " → file of " + wanted.length + " bytes, " + access);
        }
        List<String> changes = new ArrayList<>(contentChanges(host, found.get(), wanted));
        changes.addAll(AccessChange.between(path, found.get(), access));
        return changes.isEmpty() ? Finding.satisfied() : Finding.differs(changes);
    }

    private List<String> contentChanges(Host host, FileEntry there, byte[] wanted) {
        byte[] found = host.files().read(path);
        if (Arrays.equals(found, wanted)) {
            return List.of();
        }
        if (content.holdsSecrets()) {
            return List.of(path + ": says something else (not shown, as it holds secrets)");
        }
        return isForEverybody(there.mode()) && isForEverybody(access.mode())
                ? LineDifference.between(path, found, wanted)
                : List.of(path + ": says something else (not shown, as not everybody may read it)");
    }

    /** What was a secret before need not be known for one any more; who may read a file tells, too. */
    private static boolean isForEverybody(String mode) {
        return (Integer.parseInt(mode, 8) & OTHERS_READ) != 0;
    }

    @Override
    public void perform(Host host) {
        Optional<FileEntry> found = host.files().look(path);
        if (found.isPresent() && found.get().kind() == FileEntry.Kind.DIRECTORY) {
            throw PlatformException.refused(
                    name(), "there is a folder. Expected nothing, a file or a link: move it away.");
        }
        host.files().write(path, content.on(host), access);
    }

    @Override
    public String toString() {
        return name();
    }
}
