package dev.viridian.artifact;

import dev.viridian.files.FileTree;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Unpacking one archive to one destination. */
final class Unpacking {
    private static final int BUFFER = 1 << 17;
    private static final Set<StandardOpenOption> SPOOL =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Limits limits;
    private final Disk disk;
    private final ArchiveFormat format;
    private final String expected;
    private final Path destination;
    private final boolean isLarge;

    /** Gives the bytes, when they are needed at all, and may look before whether the disk has room for them. */
    interface Opening {
        InputStream open(Disk disk);
    }

    /** @param isLarge whether the archive is, or may be, large enough to be worth several tasks */
    Unpacking(Limits limits, Disk disk, ArchiveFormat format, String expected, Path destination, boolean isLarge) {
        this.limits = limits;
        this.disk = disk;
        this.format = format;
        this.expected = expected;
        this.destination = destination;
        this.isLarge = isLarge;
    }

    /** Whether anything was unpacked. */
    boolean run(Opening opening) throws IOException {
        Path parent = destination.getParent();
        if (parent == null) {
            throw occupied("it is the root of the file system");
        }
        List<Path> made = FileTree.create(parent);
        boolean done = false;
        try {
            PartFolder.removeAbandoned(destination);
            boolean unpacked = !isThere() && unpack(opening);
            done = true;
            return unpacked;
        } finally {
            if (!done) {
                FileTree.deleteEmpty(made);
            }
        }
    }

    private boolean unpack(Opening opening) throws IOException {
        try (PartFolder part = PartFolder.create(destination)) {
            try (Source source = new Source(opening.open(disk))) {
                switch (format) {
                    case TAR_GZ, TAR_ZST, TAR -> unpackTar(part, source);
                    case ZIP -> unpackZip(part, source);
                }
            }
            Marker.write(part.tree(), expected);
            requireNoInterrupt();
            return publish(part);
        }
    }

    private void unpackTar(PartFolder part, Source source) throws IOException {
        TreeWriter writer = new TreeWriter(part.tree(), limits, disk);
        try {
            if (isLarge) {
                unpackTarSideBySide(writer, source);
            } else {
                write(writer, Decompressed.of(format, source, limits));
            }
        } catch (ArchiveRefused.CutOff e) {
            throw cutOff(e, source);
        }
        requireDigest(source);
    }

    /** Reading and digesting, decompressing and writing go on at the same time: the slowest of them says how long it takes. */
    private void unpackTarSideBySide(TreeWriter writer, Source source) throws IOException {
        Relay fetched = Relay.onHeap();
        Relay decompressed = Relay.direct();
        SideBySide.run(
                Tasks.threads(),
                () -> write(writer, decompressed.reader()),
                () -> decompress(fetched, decompressed),
                () -> fetched.fill(() -> source));
    }

    private void decompress(Relay fetched, Relay decompressed) throws IOException {
        try (ArchiveStream compressed = fetched.reader()) {
            decompressed.fill(() -> Decompressed.of(format, compressed, limits));
        }
    }

    private static void write(TreeWriter writer, ArchiveStream tar) throws IOException {
        try (tar) {
            writer.write(new TarEntries(tar));
        }
    }

    private void unpackZip(PartFolder part, Source source) throws IOException {
        try (FileChannel spool = FileChannel.open(part.spool(), SPOOL)) {
            spool(source, spool);
            requireDigest(source);
            List<ZipRecord> records = new ZipDirectory(spool, limits).read();
            disk.requireRoomFor(records.stream()
                    .mapToLong(record -> record.entry().size())
                    .reduce(0, (sum, size) -> sum + Math.min(size, Long.MAX_VALUE - sum)));
            try (ZipEntries entries = new ZipEntries(spool, records)) {
                new TreeWriter(part.tree(), limits, disk).write(entries);
            }
        }
    }

    private static void spool(Source source, FileChannel spool) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                spool.write(bytes);
            }
        }
    }

    private void requireDigest(Source source) throws ArchiveRefused {
        String found = source.sha256();
        if (!found.equals(expected)) {
            throw new ArchiveRefused("its " + source.count() + " bytes have the SHA-256 digest " + found + ", expected "
                    + expected + ". It was replaced or damaged since: deploy again to pin what is there now.");
        }
    }

    /** The stream is at its end, so its digest tells whether the archive or its transfer was cut off. */
    private ArchiveRefused cutOff(ArchiveRefused e, Source source) {
        String found = source.sha256();
        String why = found.equals(expected)
                ? "Its digest is the expected one, so it was published like this: build it again."
                : "What arrived has the SHA-256 digest " + found + ", expected " + expected
                        + ": the transfer broke off, or it was replaced. Deploy again.";
        return new ArchiveRefused(e.getMessage() + ", after " + source.count() + " bytes in all. " + why);
    }

    /** Small archives, and tasks that end before anybody waits for them, are through without a look at the interrupt. */
    private static void requireNoInterrupt() throws ClosedByInterruptException {
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    private boolean publish(PartFolder part) throws IOException {
        try {
            part.publish(destination);
            return true;
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            boolean taken =
                    e instanceof DirectoryNotEmptyException || Files.exists(destination, LinkOption.NOFOLLOW_LINKS);
            if (taken && isThere()) {
                return false; // somebody else was faster with the same artifact
            }
            throw e;
        }
    }

    /** Whether the destination holds the artifact. An empty folder holds nothing and may be replaced. */
    private boolean isThere() throws IOException {
        if (!Files.exists(destination, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isDirectory(destination)) {
            throw occupied("there is something that is no folder");
        }
        Optional<String> marker = Marker.read(destination);
        if (marker.isEmpty() && isEmpty(destination)) {
            return false;
        }
        if (marker.isEmpty()) {
            throw occupied("there is a folder that is not empty and was not unpacked by Viridian");
        }
        if (!marker.get().equals(expected)) {
            throw occupied(
                    "there is another artifact, with the SHA-256 digest " + marker.get() + " instead of " + expected);
        }
        return true;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return !Files.isSymbolicLink(folder) && content.findAny().isEmpty();
        }
    }

    private PlatformException occupied(String found) {
        return PlatformException.refused(
                disk.call(), found + ". Expected nothing there: remove it, or choose another folder.");
    }
}
