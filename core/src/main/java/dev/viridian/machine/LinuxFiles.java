package dev.viridian.machine;

import dev.viridian.files.FileTree;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import dev.viridian.provision.HostFiles;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a Linux machine. What is new grows beside its place under a name that only depends on it, so that the next try removes
 * what a killed one left, and takes its place by a rename.
 */
final class LinuxFiles implements HostFiles {
    private static final int MOST_BYTES = 16 << 20;
    private static final int MODE_BITS = 07777;
    private static final int TYPE_BITS = 0170000;
    private static final FileAccess FOLDER_ABOVE = FileAccess.DIRECTORY;

    private final LinuxRoot root;
    private final AccountFiles accounts;

    /** Held while something grows, so that of two steps side by side neither removes what the other one has begun. */
    private final Object growing = new Object();

    LinuxFiles(LinuxRoot root, AccountFiles accounts) {
        this.root = root;
        this.accounts = accounts;
    }

    @Override
    public Optional<FileEntry> look(String path) {
        return at("look at " + path, path, this::entry);
    }

    private Optional<FileEntry> entry(Path file) throws IOException {
        try {
            return Optional.of(entry(file, Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException nothing) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isBelowAFile(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isBelowAFile(FileSystemException e) {
        return e instanceof NotDirectoryException
                || String.valueOf(e.getReason()).contains("Not a directory");
    }

    private FileEntry entry(Path file, Map<String, Object> found) throws IOException {
        int mode = number(found, "mode");
        FileEntry.Kind kind = kind(mode);
        return new FileEntry(
                kind,
                kind == FileEntry.Kind.FILE ? Files.size(file) : 0,
                String.format("%04o", mode & MODE_BITS),
                accounts.nameOfUser(number(found, "uid")),
                accounts.nameOfGroup(number(found, "gid")),
                kind == FileEntry.Kind.LINK
                        ? Optional.of(Files.readSymbolicLink(file).toString())
                        : Optional.empty());
    }

    private static int number(Map<String, Object> found, String attribute) throws IOException {
        if (found.get(attribute) instanceof Integer number) {
            return number;
        }
        throw new IOException("the file system tells no " + attribute + " of it. Expected one of Linux");
    }

    private static FileEntry.Kind kind(int mode) {
        return switch (mode & TYPE_BITS) {
            case 0100000 -> FileEntry.Kind.FILE;
            case 0040000 -> FileEntry.Kind.DIRECTORY;
            case 0120000 -> FileEntry.Kind.LINK;
            default -> FileEntry.Kind.OTHER;
        };
    }

    @Override
    public byte[] read(String path) {
        String doing = "read " + path;
        return FileTroubles.told(doing, root.folder(), () -> {
            Path file = root.followed(path);
            if (!Files.isRegularFile(file)) {
                throw PlatformException.refused(doing, "there is no such file. Expected one: write it before.");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw PlatformException.refused(
                        doing, "it has " + Files.size(file) + " bytes. Expected at most 16 MiB, as configuration has.");
            }
            return Files.readAllBytes(file);
        });
    }

    @Override
    public void write(String path, byte[] content, FileAccess access) {
        place("write " + path, path, (file, part) -> {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Files.setAttribute(part, "unix:mode", 0600);
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                give("write " + path, part, access);
                channel.force(true);
            }
        });
    }

    @Override
    public void link(String path, String target) {
        place("link " + path + " to " + target, path, (file, part) -> Files.createSymbolicLink(part, Path.of(target)));
    }

    /** Makes something beside its place. */
    @FunctionalInterface
    private interface Making {
        void make(Path file, Path part) throws IOException;
    }

    private void place(String doing, String path, Making making) {
        at(doing, path, file -> {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw PlatformException.refused(
                        doing, "there is a folder. Expected nothing, a file or a link: move it away.");
            }
            Path folder = parent(file);
            makeFolders(folder);
            synchronized (growing) {
                grow(file, folder, making);
            }
            return true;
        });
    }

    private static void grow(Path file, Path folder, Making making) throws IOException {
        Path part = folder.resolve(".viridian-part-" + file.getFileName());
        Files.deleteIfExists(part);
        try {
            making.make(file, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            FileTree.force(folder);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public void createDirectory(String path, FileAccess access) {
        String doing = "make folder " + path;
        at(doing, path, file -> {
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw PlatformException.refused(doing, "there is something that is no folder: move it away.");
                }
                makeFolders(file);
            }
            give(doing, file, access);
            return true;
        });
    }

    /** The home, where it is not there yet. */
    void makeHome() {
        at("make the home " + root.home(), root.home(), file -> {
            makeFolders(file);
            return true;
        });
    }

    /** The folders above a place, for others to enter whatever the shell says that started this. */
    void makeFoldersAbove(String path) {
        String doing = "make the folders above " + path;
        Path file = FileTroubles.told(doing, root.folder(), () -> root.followed(path));
        FileTroubles.told(doing, file, () -> {
            makeFolders(parent(file));
            return true;
        });
    }

    private void makeFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolders(parent(folder));
            makeFolder(folder);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return; // a step beside this one needs it, too, and was faster
            }
            throw PlatformException.refused(
                    "make folder " + folder,
                    "there is something at " + folder + " that is no folder. Move it away, or choose another place.");
        }
        Files.setAttribute(folder, "unix:mode", Integer.parseInt(FOLDER_ABOVE.mode(), 8));
    }

    /** The owner first: a change of it takes away the bits that let others run a file as its owner. */
    private void give(String doing, Path file, FileAccess access) throws IOException {
        if (access.owner().isPresent()) {
            AccountFiles.User owner = accounts.user(access.owner().get())
                    .orElseThrow(() -> unknown(doing, "user", access.owner().get()));
            Files.setAttribute(file, "unix:uid", owner.uid());
            Files.setAttribute(file, "unix:gid", owner.gid());
        }
        if (access.group().isPresent()) {
            AccountFiles.Group group = accounts.group(access.group().get())
                    .orElseThrow(() -> unknown(doing, "group", access.group().get()));
            Files.setAttribute(file, "unix:gid", group.gid());
        }
        Files.setAttribute(file, "unix:mode", Integer.parseInt(access.mode(), 8));
    }

    private static PlatformException unknown(String doing, String what, String name) {
        return PlatformException.refused(
                doing,
                "there is no " + what + " " + name + ". Make it by a step before: " + what + "(\"" + name + "\").");
    }

    @Override
    public void remove(String path) {
        at("remove " + path, path, file -> {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                FileTree.delete(file);
            }
            return true;
        });
    }

    @Override
    public List<String> list(String path) {
        return FileTroubles.told("list " + path, root.folder(), () -> {
            Path folder = root.followed(path);
            if (!Files.isDirectory(folder)) {
                return List.of();
            }
            try (Stream<Path> found = Files.list(folder)) {
                return found.map(each -> each.getFileName().toString()).sorted().toList();
            }
        });
    }

    @Override
    public long freeBytes(String path) {
        return at(
                "look for free space at " + path,
                path,
                file -> FileTroubles.existing(file).toFile().getUsableSpace());
    }

    /** Something done at a place. */
    @FunctionalInterface
    private interface Placed<T> {
        T run(Path file) throws IOException;
    }

    private <T> T at(String doing, String path, Placed<T> work) {
        Path file = FileTroubles.told(doing, root.folder(), () -> root.of(path));
        return FileTroubles.told(doing, file, () -> work.run(file));
    }

    private Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? root.folder() : parent;
    }
}
