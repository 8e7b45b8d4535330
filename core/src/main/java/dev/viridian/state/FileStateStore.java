package dev.viridian.state;

import dev.viridian.Failure;
import dev.viridian.files.FileTree;
import dev.viridian.files.FullDisk;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store of files, one a key, that a person can read. What is to change is first written to a log, and forced to the disk there: one forced
 * write is all that a change takes. Then a file of its own gets the name of the key, as a whole, so that a key is never seen half-written; of
 * several writers, in this process or another, only one succeeds. What a power cut, or the death of a writer, keeps from its file is put there
 * from the log by whoever opens the store, or writes to it, next. Works on file systems with hard links and locks: any local one.
 *
 * <p>A version is a random token in the first line of the file, so that a text that is put back is still another version. Files of former
 * releases are of the same form. In the folder the file {@code .changes} is the log, a text as well, {@code .lock} is held by whoever writes, and a writer that is killed may leave
 * a file in {@code .drafts}, which is never read; whoever opens the store next clears it away.
 */
public final class FileStateStore implements StateStore {
    private final Path folder;
    private final StoreWriter writer;

    FileStateStore(Path folder, StoreWriter writer) {
        this.folder = folder;
        this.writer = writer;
    }

    /**
     * The store in a folder, which is made if it is not there. What killed writers left unfinished is cleared away; what others are just
     * writing is not touched.
     *
     * @throws PlatformException when it cannot be made or written
     */
    public static FileStateStore in(Path folder) {
        try {
            makeFolder(folder.toAbsolutePath());
            if (!Files.isWritable(folder)) {
                throw PlatformException.refused(
                        "open the state store in " + folder,
                        "this user may not write there. Give it the permission, or choose another folder.");
            }
            Path store = folder.toRealPath();
            StoreWriter writer = StoreWriter.of(store);
            writer.open();
            return new FileStateStore(store, writer);
        } catch (IOException e) {
            throw failed("make the folder of the state store", folder, e);
        }
    }

    @Override
    public Optional<Stored> read(String key) {
        Path file = fileOf(key);
        try {
            KeyFile found = KeyFile.read(file);
            if (found.state() == KeyFile.State.TORN) {
                throw PlatformException.refused(
                        "read " + file,
                        "it is damaged: its first line, which names its version, is missing. Look at it, and remove it if nothing is under way.");
            }
            return found.version().map(version -> new Stored(found::text, version));
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        StateKeys.requirePrefix(prefix);
        Path start = folder.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        try {
            return KeyFiles.below(start).stream()
                    .map(file -> folder.relativize(file).toString())
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed("list", start, e);
        }
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        Path file = fileOf(key);
        try {
            return writer.create(key, document);
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        Path file = fileOf(key);
        try {
            return writer.replace(key, expected, document);
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    @Override
    public boolean delete(String key, Version expected) {
        Path file = fileOf(key);
        try {
            return writer.remove(key, expected);
        } catch (IOException e) {
            throw failed("remove", file, e);
        }
    }

    /** Where it is. */
    @Override
    public String toString() {
        return "state store in " + folder;
    }

    private Path fileOf(String key) {
        return folder.resolve(StateKeys.requireKey(key));
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolder(folderOf(folder));
            Files.createDirectories(folder);
            FileTree.force(folderOf(folder));
        }
    }

    private static Path folderOf(Path name) {
        return name.resolveSibling(".").normalize();
    }

    private static PlatformException failed(String action, Path file, IOException cause) {
        if (FullDisk.isSaidBy(cause)) {
            return new PlatformException(
                    new Failure.DiskFull(file.toString(), "trying to " + action + " " + file), cause);
        }
        PlatformException passing = PlatformException.passing(action + " " + file, cause);
        return isReadOnly(cause) && passing.failure() instanceof Failure.CallFailed call
                ? new PlatformException(new Failure.CallFailed(call.call(), call.cause(), false), cause)
                : passing;
    }

    /** Nobody mounts it writable again within the time in which users wait for a deployment to be put back. */
    private static boolean isReadOnly(IOException cause) {
        return String.valueOf(cause.getMessage()).contains("Read-only file system");
    }
}
