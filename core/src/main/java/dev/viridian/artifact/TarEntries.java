package dev.viridian.artifact;

import dev.viridian.artifact.Entry.Kind;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Optional;

/**
 * The entries of a tar archive: ustar, with the extended headers of POSIX and the long names of GNU. It ends with a block of zeros, and
 * only zeros may follow it. Sparse files, devices, pipes and parts of several volumes are refused.
 */
final class TarEntries implements Entries {
    /** No name is longer than a path may be; extended attributes may be. */
    private static final int LONGEST_EXTENSION = 1 << 20;

    private static final int MOST_EXTENSIONS = 8;
    private static final int OWNER_EXECUTES = 0100;
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final TarBlocks blocks;
    private String name = "";
    private long content;

    TarEntries(ArchiveStream archive) {
        blocks = new TarBlocks(archive);
    }

    @Override
    public Optional<Entry> next() throws IOException {
        skipContent();
        TarExtensions extensions = new TarExtensions();
        for (int i = 0; i <= MOST_EXTENSIONS; i++) {
            long position = blocks.position();
            byte[] block =
                    blocks.take(TarHeader.BLOCK, () -> "at byte " + position + ", without the end of its tar archive");
            if (TarHeader.isEmpty(block)) {
                return end(extensions);
            }
            TarHeader header = TarHeader.parse(block, position);
            if (!extensions.isExtension(header)) {
                return Optional.of(entry(extensions, header));
            }
            extensions.add(header, extension(header));
        }
        throw new ArchiveRefused("more than " + MOST_EXTENSIONS + " extended tar headers follow each other before byte "
                + blocks.position() + ".");
    }

    @Override
    public void copyTo(WritableByteChannel file) throws IOException {
        blocks.write(content, file, this::inside);
        long padding = TarBlocks.padding(content);
        content = 0;
        blocks.skip(padding, this::inside);
    }

    private Optional<Entry> end(TarExtensions extensions) throws IOException {
        if (!extensions.isEmpty()) {
            throw new ArchiveRefused("it is damaged: its last tar header extends an entry that does not follow.");
        }
        blocks.requireNothingMore();
        return Optional.empty();
    }

    private byte[] extension(TarHeader header) throws IOException {
        if (header.size() > LONGEST_EXTENSION) {
            throw new ArchiveRefused("an extended tar header before byte " + blocks.position() + " has "
                    + Shown.bytes(header.size()) + ", the limit is " + Shown.bytes(LONGEST_EXTENSION) + ".");
        }
        return blocks.take((int) header.size(), () -> "inside an extended tar header");
    }

    private Entry entry(TarExtensions extensions, TarHeader header) throws ArchiveRefused {
        name = extensions.name().orElse(header.name());
        Kind kind = kind(header.type());
        long size = TarHeader.requireSize(extensions.size().orElse(header.size()), name);
        if (kind != Kind.FILE && size != 0) {
            throw ArchiveRefused.entry(
                    name, "is no file and yet has " + size + " bytes of content, so readers disagree on what follows.");
        }
        if (extensions.sparse()) {
            throw sparse();
        }
        content = size;
        String target = kind == Kind.FILE || kind == Kind.FOLDER
                ? ""
                : extensions.target().orElse(header.target());
        long modified = Math.max(0, Math.min(LAST_SECOND, extensions.modified().orElse(header.modified())));
        return new Entry(
                name, kind, size, (header.mode() & OWNER_EXECUTES) != 0, Instant.ofEpochSecond(modified), target);
    }

    private Kind kind(char type) throws ArchiveRefused {
        return switch (type) {
            case '0', '7' -> Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.SYMBOLIC_LINK;
            case '5' -> Kind.FOLDER;
            case 'S' -> throw sparse();
            default ->
                throw ArchiveRefused.entry(
                        name,
                        "is " + called(type)
                                + ". Expected only files, folders and links: build it again without that.");
        };
    }

    private static String called(char type) {
        return switch (type) {
            case '3' -> "a character device";
            case '4' -> "a block device";
            case '6' -> "a named pipe (FIFO)";
            default -> "of the unknown tar type " + Shown.name(String.valueOf(type));
        };
    }

    private ArchiveRefused sparse() {
        return ArchiveRefused.entry(name, "is a sparse file. Build it again without --sparse.");
    }

    private void skipContent() throws IOException {
        long left = content + TarBlocks.padding(content);
        content = 0;
        blocks.skip(left, this::inside);
    }

    private String inside() {
        return "inside its entry " + Shown.name(name);
    }
}
