package dev.viridian.state;

import dev.viridian.Failure;
import dev.viridian.files.FileTree;
import dev.viridian.files.FullDisk;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store of files, one a key, that a person can read. A document is written to a file of its own, forced to the disk, and then given
 * its name by a hard link, which fails where the name exists: so a key is never seen half-written and only one of several writers,
 * in this process or another, succeeds. A writer that is killed may leave that file of its own, which is never read; whoever opens the store next
 * clears it away. Works on file systems with hard links and locks: any local one.
 *
 * <p>A version is a random token in the first line of the file, so that a text that is put back is still another version.
 */
public final class FileStateStore implements StateStore {
    private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();

    private final Path folder;
    private final Drafts drafts;
    private final ReentrantLock withinProcess;

    private FileStateStore(Path folder, Drafts drafts) {
        this.folder = folder;
        this.drafts = drafts;
        this.withinProcess = WITHIN_PROCESS.computeIfAbsent(folder, first -> new ReentrantLock());
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
            Drafts drafts = Drafts.in(store);
            drafts.clear();
            return new FileStateStore(store, drafts);
        } catch (IOException e) {
            throw failed("make the folder of the state store", folder, e);
        }
    }

    @Override
    public Optional<Stored> read(String key) {
        Path file = fileOf(key);
        try {
            String content = Files.readString(file);
            int line = content.indexOf('\n');
            if (line < 0) {
                throw PlatformException.refused(
                        "read " + file,
                        "it is damaged: its first line, which names its version, is missing. Look at it, and remove it if nothing is under way.");
            }
            String text = content.substring(line + 1);
            return Optional.of(new Stored(() -> text, new Version(content.substring(0, line))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
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
        try (Drafts.Draft draft = drafts.write(document)) {
            inItsFolder(file, () -> Files.createLink(file, draft.file()));
            FileTree.force(folderOf(file));
            return Optional.of(draft.version());
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        Path file = fileOf(key);
        return locked(() -> {
            if (!holds(key, expected)) {
                return Optional.empty();
            }
            try (Drafts.Draft draft = drafts.write(document)) {
                Files.move(draft.file(), file, StandardCopyOption.ATOMIC_MOVE);
                FileTree.force(folderOf(file));
                return Optional.of(draft.version());
            } catch (IOException e) {
                throw failed("write", file, e);
            }
        });
    }

    @Override
    public boolean delete(String key, Version expected) {
        return locked(() -> holds(key, expected) && Files.deleteIfExists(fileOf(key)));
    }

    /** Where it is. */
    @Override
    public String toString() {
        return "state store in " + folder;
    }

    private boolean holds(String key, Version expected) {
        return read(key).map(stored -> stored.version().equals(expected)).orElse(false);
    }

    private Path fileOf(String key) {
        return folder.resolve(StateKeys.requireKey(key));
    }

    /** Most often its folder is there already; looking first would cost as much as trying. */
    private static void inItsFolder(Path file, Work<?> work) throws IOException {
        try {
            work.run();
        } catch (NoSuchFileException e) {
            makeFolder(folderOf(file));
            work.run();
        }
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

    private interface Work<T> {
        T run() throws IOException;
    }

    /**
     * One writer at a time of each folder: within this process by a lock of its own, because a file's lock belongs to the whole process.
     */
    private <T> T locked(Work<T> work) {
        Path lockFile = folder.resolve(".lock");
        withinProcess.lock();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw PlatformException.refused(
                        "lock " + lockFile, "the lock was lost at once. Is the folder on a network file system?");
            }
            return work.run();
        } catch (IOException e) {
            throw failed("write in", folder, e);
        } finally {
            withinProcess.unlock();
        }
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
