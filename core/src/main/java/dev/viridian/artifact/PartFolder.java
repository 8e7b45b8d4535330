package dev.viridian.artifact;

import dev.viridian.files.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The temporary folder beside a destination, on the same file system, in which it grows until it is whole. It is locked while it is
 * in use; the system releases the lock when the process dies, which is how the next one knows that it may remove it.
 */
final class PartFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String TREE = "tree";
    private static final String SPOOL = "archive";
    private static final Set<String> OWN = Set.of(LOCK, TREE, SPOOL);
    private static final Pattern NAME = Pattern.compile("\\..+\\.part-\\d+", Pattern.DOTALL);
    private static final int TRIES = 16;

    /** Closing any channel to a file drops the process' locks on it, so those of this process are not even opened to try them. */
    private static final Set<Path> IN_USE = new HashSet<>();

    private final Path folder;
    private final FileChannel lock;

    private PartFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** A new one for the destination. */
    static PartFolder create(Path destination) throws IOException {
        synchronized (IN_USE) {
            for (int i = 0; i < TRIES; i++) {
                Path folder = Files.createTempDirectory(parent(destination), prefix(destination));
                Optional<FileChannel> lock = lockNew(folder);
                if (lock.isPresent()) {
                    IN_USE.add(folder);
                    return new PartFolder(folder, lock.get());
                }
            }
        }
        throw new IOException("another process removes every temporary folder in " + parent(destination));
    }

    /** Removes those that processes left behind which died while they unpacked to this destination, or to another one beside it, which may never come again. */
    static void removeAbandoned(Path destination) throws IOException {
        synchronized (IN_USE) {
            try (DirectoryStream<Path> beside = Files.newDirectoryStream(
                    parent(destination),
                    path -> NAME.matcher(path.getFileName().toString()).matches())) {
                for (Path folder : beside) {
                    if (!IN_USE.contains(folder) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                        removeIfAbandoned(folder);
                    }
                }
            }
        }
    }

    /** Where the archive is unpacked to. */
    Path tree() {
        return folder.resolve(TREE);
    }

    /** Where the archive is kept when it must be read twice. */
    Path spool() {
        return folder.resolve(SPOOL);
    }

    /** Puts the tree in its place, all at once. */
    void publish(Path destination) throws IOException {
        Files.move(tree(), destination, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        synchronized (IN_USE) {
            IN_USE.remove(folder);
            try (lock) {
                FileTree.delete(folder);
            }
        }
    }

    private static void removeIfAbandoned(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            FileTree.deleteIfEmpty(folder); // killed before it had a lock, or about to get it: then it will notice
            return;
        }
        Optional<FileChannel> lock =
                holdsNothingElse(folder) ? lock(folder, StandardOpenOption.WRITE) : Optional.empty();
        if (lock.isPresent()) {
            FileChannel held = lock.get();
            try (held) {
                FileTree.delete(folder);
            }
        }
    }

    private static boolean holdsNothingElse(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.allMatch(each -> OWN.contains(each.getFileName().toString()));
        } catch (NoSuchFileException e) {
            return false; // removed by whoever unpacks beside it
        }
    }

    private static Optional<FileChannel> lockNew(Path folder) throws IOException {
        try {
            return lock(folder, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            FileTree.delete(folder);
            throw e;
        }
    }

    /** The lock of a folder; empty when another process has it, or is removing the folder. */
    private static Optional<FileChannel> lock(Path folder, StandardOpenOption how) throws IOException {
        Path file = folder.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this very process, loaded by another class loader
        } finally {
            if (lock == null || !Files.exists(file)) {
                channel.close();
            }
        }
        return channel.isOpen() ? Optional.of(channel) : Optional.empty();
    }

    private static Path parent(Path destination) {
        Path parent = destination.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("Cannot unpack to " + destination + ": it has no folder above it.");
        }
        return parent;
    }

    /** Long names are cut, so that what is added to them still fits. */
    private static String prefix(Path destination) {
        String name = destination.getFileName().toString();
        int end = Math.min(name.length(), 60);
        boolean insidePair = end < name.length() && Character.isHighSurrogate(name.charAt(end - 1));
        return "." + name.substring(0, insidePair ? end - 1 : end) + ".part-";
    }
}
