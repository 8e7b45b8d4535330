package dev.viridian.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the entries of an archive into a folder that nobody else knows. Symbolic links are made last of all, so that nothing can be
 * written through one.
 */
final class TreeWriter {
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final FileAttribute<?> AS_PLAIN = PosixFilePermissions.asFileAttribute(PLAIN);
    private static final FileAttribute<?> AS_EXECUTABLE = PosixFilePermissions.asFileAttribute(EXECUTABLE);
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** Asking for the free space costs a system call, which smaller files are not worth. */
    private static final long LARGE = 8L << 20;

    private final Path root;
    private final Tree tree;
    private final Disk disk;
    private final boolean masked;
    private final Map<Path, Entry> links = new LinkedHashMap<>();
    private final Map<Path, Instant> folderTimes = new LinkedHashMap<>();

    TreeWriter(Path root, Limits limits, Disk disk) throws IOException {
        this.root = root;
        this.disk = disk;
        this.tree = new Tree(limits, EntryName.bytes(root.toString()));
        Files.createDirectory(root, AS_EXECUTABLE);
        masked = !Files.getPosixFilePermissions(root).equals(EXECUTABLE);
        permit(root, EXECUTABLE);
    }

    void write(Entries entries) throws IOException {
        for (Optional<Entry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
            write(entry.get(), entries);
        }
        tree.requireLinksToStayInside();
        for (Map.Entry<Path, Entry> link : links.entrySet()) {
            Files.createSymbolicLink(link.getKey(), relative(link.getValue().target()));
        }
        for (Map.Entry<Path, Instant> folder : folderTimes.entrySet()) {
            Files.setLastModifiedTime(folder.getKey(), FileTime.from(folder.getValue()));
        }
    }

    private void write(Entry entry, Entries entries) throws IOException {
        Tree.Place place = tree.place(entry);
        for (String folder : place.newFolders()) {
            createFolder(path(folder));
        }
        Path path = path(place.path());
        switch (entry.kind()) {
            case FOLDER -> {
                if (place.isNew()) {
                    createFolder(path);
                }
                folderTimes.put(path, entry.modified());
            }
            case FILE -> writeFile(path, entry, entries);
            case HARD_LINK -> Files.createLink(path, path(place.linked()));
            case SYMBOLIC_LINK -> links.put(path, entry);
        }
    }

    private void writeFile(Path path, Entry entry, Entries entries) throws IOException {
        if (entry.size() > LARGE) {
            disk.requireRoomFor(entry.size());
        }
        try (FileChannel file = FileChannel.open(path, NEW, entry.executable() ? AS_EXECUTABLE : AS_PLAIN)) {
            entries.copyTo(file);
        }
        permit(path, entry.executable() ? EXECUTABLE : PLAIN);
        modified(path, entry.modified());
    }

    /** By its name it takes two system calls, by a view of its attributes four; only the latter says why it fails. */
    private static void modified(Path path, Instant time) throws IOException {
        if (!path.toFile().setLastModified(time.toEpochMilli())) {
            Files.setLastModifiedTime(path, FileTime.from(time));
        }
    }

    private void createFolder(Path path) throws IOException {
        Files.createDirectory(path, AS_EXECUTABLE);
        permit(path, EXECUTABLE);
    }

    /** What a file may be used for is the archive's matter, not that of the shell which started this process. */
    private void permit(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (masked) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    private Path path(String relative) throws ArchiveRefused {
        return root.resolve(relative(relative));
    }

    private Path relative(String text) throws ArchiveRefused {
        try {
            return root.getFileSystem().getPath(text);
        } catch (InvalidPathException e) {
            throw ArchiveRefused.entry(
                    text,
                    "has a name that this Java process cannot write (" + e.getReason()
                            + "). Start it with a UTF-8 locale, for instance LC_ALL=C.UTF-8.");
        }
    }
}
