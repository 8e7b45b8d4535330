package dev.viridian.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The end of a log, in bounded memory: with one that was rotated a moment ago the end of its predecessor. */
public final class LogTail {
    static final int MOST_BYTES = 256 * 1024;
    static final int LONGEST_LINE = 4_000;

    private LogTail() {}

    /** The last lines of a log, oldest first; none where there is no log. */
    public static List<String> of(Path log, int lines) {
        if (lines < 1) {
            throw new IllegalArgumentException(
                    "Cannot read " + lines + " lines of " + log + ". Expected at least one.");
        }
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try {
            byte[] newest = end(log, MOST_BYTES);
            bytes.put(end(RotatedLog.earlier(log, 1), MOST_BYTES - newest.length));
            bytes.put(newest);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the end of " + log + ". Check its permissions and the disk.", e);
        }
        return lines(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8), lines);
    }

    private static List<String> lines(String text, int most) {
        List<String> all = new ArrayList<>(Arrays.asList(text.split("\r?\n")));
        if (all.size() == 1 && all.get(0).isEmpty()) {
            return List.of();
        }
        return all.subList(Math.max(0, all.size() - most), all.size()).stream()
                .map(LogTail::shortened)
                .toList();
    }

    private static String shortened(String line) {
        int half = LONGEST_LINE / 2;
        return line.length() <= LONGEST_LINE
                ? line
                : line.substring(0, half) + " … " + line.substring(line.length() - half);
    }

    private static byte[] end(Path file, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(Math.max(0, channel.size() - most));
            return Channels.newInputStream(channel).readNBytes(most);
        } catch (NoSuchFileException nothingWritten) {
            return new byte[0];
        }
    }
}
