package dev.viridian.artifact;

import dev.viridian.artifact.Entry.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The entries of a zip archive that lies in a file. */
final class ZipEntries implements Entries, AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_TARGET = 4096;

    private final FileChannel file;
    private final Iterator<ZipRecord> records;
    private final Inflater inflater = new Inflater(true);
    private final ByteBuffer compressed = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer unpacked = ByteBuffer.allocate(BUFFER);
    private ZipRecord record =
            new ZipRecord(new Entry("", Kind.FOLDER, 0, false, Instant.EPOCH, ""), ZipRecord.STORED, 0, 0, 0, 0);

    ZipEntries(FileChannel file, List<ZipRecord> records) {
        this.file = file;
        this.records = records.iterator();
    }

    @Override
    public Optional<Entry> next() throws IOException {
        if (!records.hasNext()) {
            return Optional.empty();
        }
        record = records.next();
        Entry entry = record.entry();
        return Optional.of(entry.kind() == Kind.SYMBOLIC_LINK ? link(entry) : entry);
    }

    @Override
    public void copyTo(WritableByteChannel target) throws IOException {
        long position = record.contentAt();
        long left = record.entry().size();
        boolean stored = record.method() == ZipRecord.STORED || record.compressed() == 0;
        CRC32 checksum = new CRC32();
        inflater.reset();
        compressed.limit(0);
        while (stored ? left > 0 : !inflater.finished()) {
            if (!compressed.hasRemaining()) {
                position += fill(position);
                inflater.setInput(compressed);
            }
            ByteBuffer part = stored ? stored() : inflated();
            left -= part.remaining();
            requireSound(left >= 0, "unpacks to more than the " + record.entry().size() + " bytes that it says");
            checksum.update(part.duplicate());
            while (part.hasRemaining()) {
                target.write(part);
            }
        }
        requireSound(left == 0, "has less content than it says");
        requireSound(checksum.getValue() == record.checksum(), "is damaged: its checksum (CRC-32) is wrong");
    }

    @Override
    public void close() {
        inflater.end();
    }

    private Entry link(Entry entry) throws IOException {
        requireSound(entry.size() <= LONGEST_TARGET, "is a link with a target of " + entry.size() + " bytes");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        copyTo(Channels.newChannel(content));
        String target = TarHeader.utf8(content.toByteArray(), 0, content.size(), () -> "in the target of a link");
        return new Entry(entry.name(), entry.kind(), 0, false, entry.modified(), target);
    }

    private int fill(long position) throws IOException {
        long left = record.end() - position;
        compressed.clear().limit((int) Math.min(BUFFER, Math.max(0, left)));
        int read = file.read(compressed, position);
        compressed.flip();
        requireSound(read > 0, "has less content than it says");
        return read;
    }

    private ByteBuffer stored() {
        ByteBuffer part = compressed.slice();
        compressed.position(compressed.limit());
        return part;
    }

    private ByteBuffer inflated() throws ArchiveRefused {
        try {
            unpacked.clear();
            inflater.inflate(unpacked);
            requireSound(!inflater.needsDictionary(), "needs a dictionary that is not there");
            return unpacked.flip();
        } catch (DataFormatException e) {
            throw ArchiveRefused.entry(record.entry().name(), "is damaged: " + e.getMessage() + ".");
        }
    }

    private void requireSound(boolean sound, String problem) throws ArchiveRefused {
        if (!sound) {
            throw ArchiveRefused.entry(record.entry().name(), problem + ".");
        }
    }
}
