package dev.viridian.state;

import dev.viridian.files.FileTree;
import dev.viridian.files.FullDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The log of changes that are on the disk, while the files of their keys may not be there yet. Its file keeps its size and is written
 * over in place: so one forced write is all that a change takes, and the file system has nothing of its own to write down for it.
 *
 * <p>What is in it is a run of numbered changes from its beginning on, and then empty lines. A run has a name of its own, by which each
 * process sees that another one has emptied the log and begun anew. To be used by whoever has the lock of the store.
 */
final class ChangeLog implements Closeable {
    static final int BYTES = 64 * 1024;

    private static final byte[] EMPTY_LINE = {'\n'};

    private final Path file;
    private final String boot;
    private final List<ChangeText.Standing> run = new ArrayList<>();
    private int end;
    private Optional<FileChannel> channel = Optional.empty();

    /**
     * The log in a file, which is made when it is first needed.
     *
     * @param boot the present boot of this computer
     */
    ChangeLog(Path file, String boot) {
        this.file = file;
        this.boot = boot;
    }

    /** What is in it, the oldest first. */
    List<Change> changes() {
        return run.stream().map(ChangeText.Standing::change).toList();
    }

    /** The name of the run that is in it; empty for none. */
    Optional<String> name() {
        return run.stream().findFirst().map(ChangeText.Standing::run);
    }

    /** Whether the computer may since have lost its power, and what it had not on the disk. */
    boolean isOfAnotherBoot() {
        return run.stream().anyMatch(standing -> !standing.boot().equals(boot));
    }

    /** Whether there is time left to make room before it is full. */
    boolean isNearlyFull() {
        return end > BYTES * 3 / 4;
    }

    boolean mentions(String key) {
        return run.stream().anyMatch(standing -> standing.change().key().equals(key));
    }

    /** Opens it for a while, and reads what others have written since; says whether there may be anything. */
    boolean open() throws IOException {
        channel = existing();
        if (channel.isEmpty()) {
            forget();
            return false;
        }
        if (isAsItWas(channel.get())) {
            return false;
        }
        read(bytes(channel.get(), 0, BYTES));
        return true;
    }

    private Optional<FileChannel> existing() throws IOException {
        try {
            return Optional.of(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }

    private boolean isAsItWas(FileChannel opened) throws IOException {
        byte[] beginning = name().map(ChangeText::beginningOf).orElse(new byte[0]);
        return Arrays.equals(bytes(opened, 0, beginning.length), beginning)
                && Arrays.equals(bytes(opened, end, 1), EMPTY_LINE);
    }

    private static byte[] bytes(FileChannel channel, int start, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {
            // until the end of the file
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private void read(byte[] log) {
        forget();
        Optional<ChangeText.Standing> next = ChangeText.at(0, log);
        while (next.filter(this::continuesTheRun).isPresent()) {
            add(next.get());
            next = ChangeText.at(end, log);
        }
    }

    private boolean continuesTheRun(ChangeText.Standing standing) {
        return standing.number() == run.size() + 1
                && name().map(standing.run()::equals).orElse(true);
    }

    private void add(ChangeText.Standing standing) {
        run.add(standing);
        end = standing.end();
    }

    private void forget() {
        run.clear();
        end = 0;
    }

    /** Has the change on the disk; {@code false} where there is no room for it. */
    boolean force(Change change) throws IOException {
        return append(change, true);
    }

    /** Writes the change, so that it is on the disk as soon as a later one is; {@code false} where there is no room for it. */
    boolean note(Change change) throws IOException {
        return append(change, false);
    }

    /** After it an empty line is written, so that what was there is not taken for the next one. */
    private boolean append(Change change, boolean forced) throws IOException {
        String name = name().orElseGet(() -> UUID.randomUUID().toString());
        byte[] bytes = ChangeText.of(change, run.size() + 1, name, boot);
        ChangeText.Standing next = new ChangeText.Standing(change, run.size() + 1, name, boot, end, end + bytes.length);
        if (next.end() + EMPTY_LINE.length > BYTES) {
            return false;
        }
        FileChannel opened = channel.isPresent() ? channel.get() : made();
        if (!hasItsSize(opened)) {
            return false;
        }
        try {
            write(opened, end, withAnEmptyLine(bytes), forced);
        } catch (IOException e) {
            erase(next, e);
            throw e;
        }
        add(next);
        return true;
    }

    private static byte[] withAnEmptyLine(byte[] bytes) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + EMPTY_LINE.length);
        both[bytes.length] = EMPTY_LINE[0];
        return both;
    }

    private FileChannel made() throws IOException {
        FileChannel made =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel = Optional.of(made);
        return made;
    }

    /** Takes the last change back, as that keeps its file from being brought to it. */
    void withdraw(IOException cause) {
        ChangeText.Standing last = run.remove(run.size() - 1);
        end = last.start();
        erase(last, cause);
    }

    /** Where not even that can be done it is found by the next look, and done: whoever wanted it was told that it may be. */
    private void erase(ChangeText.Standing standing, IOException cause) {
        try {
            write(opened(), standing.start(), emptyLines(standing.end() - standing.start()), false);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Empties it: all that was in it is on the disk elsewhere. */
    void clear() throws IOException {
        if (end > 0) {
            write(opened(), 0, emptyLines(end), true);
            forget();
        }
    }

    private FileChannel opened() {
        return channel.orElseThrow(() -> new AssertionError(file + " is not open."));
    }

    private static void write(FileChannel channel, int start, byte[] bytes, boolean forced) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left, start + left.position());
        }
        if (forced) {
            channel.force(false);
        }
    }

    /** Makes its file as large as it stays, if it is not yet; {@code false} where the disk has no room for that. */
    private boolean hasItsSize(FileChannel channel) throws IOException {
        int size = (int) channel.size();
        if (size >= BYTES) {
            return true;
        }
        try {
            write(channel, size, emptyLines(BYTES - size), false);
            channel.force(true);
            FileTree.force(file.resolveSibling("."));
            return true;
        } catch (IOException e) {
            if (!FullDisk.isSaidBy(e)) {
                throw e;
            }
            channel.truncate(size);
            return false;
        }
    }

    private static byte[] emptyLines(int length) {
        byte[] lines = new byte[length];
        Arrays.fill(lines, EMPTY_LINE[0]);
        return lines;
    }
}
