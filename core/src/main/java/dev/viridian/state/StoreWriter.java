package dev.viridian.state;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore.Document;
import dev.viridian.spi.StateStore.Version;
import dev.viridian.spi.Tasks;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes the files of a store, one writer at a time. A change is forced to the disk in the log, and then made to the file of its key, which
 * the system writes to the disk when it likes. What a power cut leaves undone of that is done from the log by whoever comes next; so is what
 * a writer had in the log when it was killed.
 *
 * <p>When the log is nearly full the files are forced to the disk beside what goes on, and it begins anew.
 */
final class StoreWriter {
    private static final Set<StandardOpenOption> EXISTING = Set.of(StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> MADE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final Map<Path, StoreWriter> OF_THIS_PROCESS = new ConcurrentHashMap<>();
    private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();

    private final Path folder;
    private final Drafts drafts;
    private final Redoing redoing;
    private final Forcing forcing;
    private final ChangeLog log;
    private final Tasks tasks = Tasks.threads();
    private final ReentrantLock withinProcess;
    private final AtomicBoolean settling = new AtomicBoolean();

    StoreWriter(Path folder, Drafts drafts, String boot) {
        this.folder = folder;
        this.drafts = drafts;
        this.redoing = new Redoing(folder, drafts);
        this.forcing = new Forcing(folder);
        this.withinProcess = WITHIN_PROCESS.computeIfAbsent(folder, first -> new ReentrantLock());
        this.log = new ChangeLog(folder.resolve(".changes"), boot);
    }

    /** The one of this process for a folder, which is there. */
    static StoreWriter of(Path folder) throws IOException {
        Drafts drafts = Drafts.in(folder);
        return OF_THIS_PROCESS.computeIfAbsent(folder, first -> new StoreWriter(folder, drafts, Boot.present()));
    }

    /** Clears away what killed writers left unfinished, and brings the files to what is in the log; what others are just writing is not touched. */
    void open() throws IOException {
        drafts.clear();
        alone(log::name);
        settle();
    }

    /** Puts the document at a key where nothing is; empty when something is there. */
    Optional<Version> create(String key, Document document) throws IOException {
        try (Drafts.Draft draft = drafts.write(document)) {
            return alone(() -> Files.exists(fileOf(key))
                    ? Optional.empty()
                    : put(key, Optional.empty(), draft, () -> Files.createLink(fileOf(key), draft.file())));
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
    }

    /** Puts the document in the place of that version; empty when something else is there. */
    Optional<Version> replace(String key, Version expected, Document document) throws IOException {
        return alone(() -> {
            if (!holds(key, expected)) {
                return Optional.empty();
            }
            try (Drafts.Draft draft = drafts.write(document)) {
                return put(
                        key,
                        Optional.of(expected),
                        draft,
                        () -> Files.move(draft.file(), fileOf(key), StandardCopyOption.ATOMIC_MOVE));
            }
        });
    }

    /**
     * Removes that version; {@code false} when something else is there. That is not forced to the disk: what a power cut brings back is removed
     * once more by whoever finds it. But the log must not bring it back when the disk has long forgotten it.
     */
    boolean remove(String key, Version expected) throws IOException {
        return alone(() -> {
            if (!holds(key, expected)) {
                return false;
            }
            boolean noted = log.mentions(key) && (log.note(Change.removal(key, expected)) || !empty());
            try {
                return Files.deleteIfExists(fileOf(key));
            } catch (IOException e) {
                takeBack(noted, e);
                throw e;
            }
        });
    }

    private boolean holds(String key, Version expected) throws IOException {
        return KeyFile.read(fileOf(key)).version().equals(Optional.of(expected));
    }

    /** A change for which the log has no room is forced to the disk by itself: its document, and its name. */
    private Optional<Version> put(String key, Optional<Version> from, Drafts.Draft draft, Work<?> naming)
            throws IOException {
        Change change = new Change(key, from, Optional.of(draft.version()), draft.text());
        boolean logged = log.force(change) || (empty() && log.force(change));
        if (!logged) {
            draft.force();
        }
        try {
            inItsFolder(fileOf(key), naming);
        } catch (IOException e) {
            takeBack(logged, e);
            throw e;
        }
        if (logged) {
            settleInTime();
        } else {
            forcing.names(List.of(change));
        }
        return Optional.of(draft.version());
    }

    private void takeBack(boolean logged, IOException cause) {
        if (logged) {
            log.withdraw(cause);
        }
    }

    /** Most often its folder is there already; looking first would cost as much as trying. */
    private static void inItsFolder(Path file, Work<?> naming) throws IOException {
        try {
            naming.run();
        } catch (NoSuchFileException e) {
            Files.createDirectories(folderOf(file));
            naming.run();
        }
    }

    /** Where that fails it is tried again, and when the log is full whoever writes is told. */
    private void settleInTime() {
        if (log.isNearlyFull() && settling.compareAndSet(false, true)) {
            tasks.begin(() -> {
                try {
                    settle();
                    return true;
                } finally {
                    settling.set(false);
                }
            });
        }
    }

    /**
     * Forces the files to the disk while others may write, then those that were written meanwhile, and empties the log. In a folder that somebody
     * is just removing nothing is made.
     */
    private void settle() throws IOException {
        Taken taken = alone(EXISTING, () -> new Taken(log.name(), log.changes()));
        if (taken.run().isPresent()) {
            forcing.files(taken.changes());
            alone(
                    EXISTING,
                    () -> taken.run().equals(log.name())
                            && empty(taken.changes().size()));
        }
    }

    /** What was in the log. */
    private record Taken(Optional<String> run, List<Change> changes) {}

    private boolean empty() throws IOException {
        return empty(0);
    }

    /** The files of the first ones are on the disk. */
    private boolean empty(int settled) throws IOException {
        forcing.files(log.changes().subList(settled, log.changes().size()));
        log.clear();
        return true;
    }

    private Path fileOf(String key) {
        return folder.resolve(key);
    }

    private static Path folderOf(Path name) {
        return name.resolveSibling(".").normalize();
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** Within this process by a lock of its own, because a file's lock belongs to the whole process. */
    private <T> T alone(Work<T> work) throws IOException {
        return alone(MADE, work);
    }

    private <T> T alone(Set<StandardOpenOption> options, Work<T> work) throws IOException {
        Path lockFile = folder.resolve(".lock");
        withinProcess.lock();
        try (FileChannel channel = FileChannel.open(lockFile, options);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw PlatformException.refused(
                        "lock " + lockFile, "the lock was lost at once. Is the folder on a network file system?");
            }
            return opened(work);
        } finally {
            withinProcess.unlock();
        }
    }

    private <T> T opened(Work<T> work) throws IOException {
        try (log) {
            if (log.open()) {
                redo();
            }
            return work.run();
        }
    }

    private void redo() throws IOException {
        if (log.isOfAnotherBoot()) {
            redoing.all(log.changes());
            empty();
        } else {
            redoing.last(log.changes());
        }
    }
}
