package dev.viridian.state;

import dev.viridian.spi.StateStore.Document;
import dev.viridian.spi.StateStore.Version;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of a store that have no key yet, in a folder of their own. Each is locked by its writer for as long as it is needed. The system
 * takes the lock from a writer that dies, so a draft that can be locked by somebody else is nobody's, and is cleared away.
 */
final class Drafts {
    /** What is in the folder of a store and begins with a dot is no key. */
    private static final String FOLDER = ".drafts";

    private static final String DRAFT = ".draft-";

    /** Opening and closing a file would take the lock from this process itself, so its own drafts are not even tried. */
    private static final Set<Path> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path folder;

    private Drafts(Path folder) {
        this.folder = folder;
    }

    /** Those of a store; their folder is made if it is not there. */
    static Drafts in(Path store) throws IOException {
        return new Drafts(Files.createDirectories(store.resolve(FOLDER)));
    }

    /** Writes a document, with a new version as its first line. */
    Draft write(Document document) throws IOException {
        String token = UUID.randomUUID().toString();
        return write(token, new Version(token), document.text());
    }

    /** Writes a document with its version as its first line. */
    Draft write(Version version, String text) throws IOException {
        return write(UUID.randomUUID().toString(), version, text);
    }

    private Draft write(String name, Version version, String text) throws IOException {
        Draft draft = begin(folder.resolve(DRAFT + name), version, text);
        try {
            draft.write();
            return draft;
        } catch (IOException | RuntimeException e) {
            try (draft) {
                throw e;
            }
        }
    }

    private static Draft begin(Path file, Version version, String text) throws IOException {
        OF_THIS_PROCESS.add(file);
        try {
            while (true) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Draft draft = new Draft(file, version, text, channel, channel.lock());
                if (Files.exists(file)) {
                    return draft;
                }
                // It was cleared away in the moment between its creation and its lock.
                channel.close();
            }
        } catch (IOException e) {
            OF_THIS_PROCESS.remove(file);
            throw e;
        }
    }

    /** Clears away what dead writers have left; what others are writing now stays. */
    void clear() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, DRAFT + "*")) {
            for (Path file : files) {
                if (!OF_THIS_PROCESS.contains(file)) {
                    clear(file);
                }
            }
        }
    }

    private static void clear(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | OverlappingFileLockException ignored) {
            // Its writer has come to its end, or is in this process after all, under another class loader.
        } catch (AccessDeniedException ignored) {
            // It is another user's, who will clear it away.
        }
    }

    /**
     * A document that is written and has no key yet.
     *
     * @param file where it is
     * @param version its version
     * @param text what it says
     * @param channel by which it is written
     * @param lock by which others see that its writer lives
     */
    record Draft(Path file, Version version, String text, FileChannel channel, FileLock lock) implements AutoCloseable {
        private void write() throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((version.value() + "\n" + text).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Has it on the disk. */
        void force() throws IOException {
            channel.force(false);
        }

        /** Removes it, as a draft; what has been given a key stays. */
        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(file);
            } finally {
                OF_THIS_PROCESS.remove(file);
            }
        }
    }
}
