package dev.viridian.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log that a running process appends to, kept from filling the disk: a full one is copied to {@code log.1}, after
 * {@code log.1} has become {@code log.2} and so on, and is then emptied. The process keeps writing to the same file and
 * notices nothing, because it appends.
 *
 * <p>What can be lost: what the process writes (whole lines, when it writes line by line) in the moment between the last look
 * for more to copy and the emptying, some microseconds; and of a log that has grown to more than twice the size since it was
 * last looked at all but its newest part of that size, which is then said in the first line of {@code log.1}. A line that the
 * process never ends may be cut in two where one file ends and the next begins. A controller that dies while rotating loses nothing; a part of the log may then be in two files.
 *
 * <p>To be called by one supervisor at a time, about as often as the log may be filled.
 *
 * @param file the log, which need not be there yet
 * @param maximumBytes the size from which on it is full
 * @param kept how many earlier ones are kept
 */
public record RotatedLog(Path file, long maximumBytes, int kept) {
    private static final long DEFAULT_BYTES = 10L * 1024 * 1024;
    private static final int DEFAULT_KEPT = 5;
    private static final int LOOKS_FOR_THE_END_OF_A_LINE = 100;

    /**
     * Refuses what would keep nothing.
     *
     * @param file the log
     * @param maximumBytes the size from which on it is full
     * @param kept how many earlier ones are kept
     */
    public RotatedLog {
        if (maximumBytes < 1 || kept < 1) {
            throw new IllegalArgumentException("Cannot rotate " + file + " at " + maximumBytes + " bytes, keeping "
                    + kept + ". Expected at least one byte and at least one earlier log.");
        }
    }

    /**
     * Rotates at 10 MiB and keeps five.
     *
     * @param file the log
     * @return the log with the defaults
     */
    public static RotatedLog of(Path file) {
        return new RotatedLog(file, DEFAULT_BYTES, DEFAULT_KEPT);
    }

    /**
     * Rotates the log if it is full.
     *
     * @return whether it was
     * @throws UncheckedIOException when it cannot be copied; it is then left as it was
     */
    public boolean rotateIfFull() {
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (log.size() < maximumBytes) {
                return false;
            }
            rotate(log);
            return true;
        } catch (NoSuchFileException nothingWritten) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot rotate " + file + ": it is left as it was and grows on. Check that there is space for "
                            + maximumBytes + " bytes on its disk, and its permissions.",
                    e);
        }
    }

    /** The oldest goes first, so that its space is there for the copy. */
    private void rotate(FileChannel log) throws IOException {
        Files.deleteIfExists(earlier(file, kept));
        Path unfinished = file.resolveSibling(file.getFileName() + ".copying");
        try (FileChannel copy = FileChannel.open(
                unfinished,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            long copied = copy(log, startOfWhatIsKept(log, copy), copy);
            rename(unfinished);
            copyToTheEndOfALine(log, copied, copy);
            log.truncate(0);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    private long startOfWhatIsKept(FileChannel log, FileChannel copy) throws IOException {
        long size = log.size();
        if (size / 2 <= maximumBytes) {
            return 0;
        }
        long start = size - maximumBytes;
        copy.write(StandardCharsets.UTF_8.encode(
                "… " + start + " bytes are missing here: the log grew to " + size + " bytes before it was rotated\n"));
        return start;
    }

    private static long copy(FileChannel log, long from, FileChannel copy) throws IOException {
        long position = from;
        for (long size = log.size(); position < size; size = log.size()) {
            position += log.transferTo(position, size - position, copy);
        }
        return position;
    }

    /** A write that crosses a page can be seen by half: what comes next would be the rest of a line that is in another file. */
    private static void copyToTheEndOfALine(FileChannel log, long from, FileChannel copy) throws IOException {
        long copied = copy(log, from, copy);
        for (int looks = 0; looks < LOOKS_FOR_THE_END_OF_A_LINE && !endsALine(log, copied); looks++) {
            copied = copy(log, copied, copy);
        }
    }

    private static boolean endsALine(FileChannel log, long position) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return log.read(last, position - 1) == 1 && last.get(0) == '\n';
    }

    private void rename(Path newest) throws IOException {
        for (int number = kept - 1; number >= 1; number--) {
            if (Files.exists(earlier(file, number))) {
                move(earlier(file, number), earlier(file, number + 1));
            }
        }
        move(newest, earlier(file, 1));
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Where an earlier part of a log is kept.
     *
     * @param log the log
     * @param number 1 for the newest of the earlier ones
     * @return the file, for instance {@code output.log.1}
     */
    public static Path earlier(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }
}
