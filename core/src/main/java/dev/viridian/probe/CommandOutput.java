package dev.viridian.probe;

import dev.viridian.text.Redaction;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a command has written to a file. */
final class CommandOutput {
    static final long MOST = 16L * 1024 * 1024;
    private static final int TAIL = 4 * 1024;

    private final Path file;

    private CommandOutput(Path file) {
        this.file = file;
    }

    /** Into a file: a pipe would be kept open by a child that the command leaves running, and reading it would hang. */
    static CommandOutput of(ProcessBuilder command) throws IOException {
        Path file = Files.createTempFile("viridian-command", ".out");
        command.redirectErrorStream(true).redirectOutput(file.toFile());
        return new CommandOutput(file);
    }

    boolean isTooLong() throws IOException {
        return Files.size(file) > MOST;
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The end of it without its secrets, led in by a colon; nothing if there is nothing. */
    String tail() {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long length = reader.length();
            byte[] end = new byte[(int) Math.min(TAIL, length)];
            reader.seek(length - end.length);
            reader.readFully(end);
            String text = Redaction.of(new String(end, StandardCharsets.UTF_8)).strip();
            return text.isEmpty() ? "" : (length > TAIL ? ": …" : ": ") + text;
        } catch (IOException e) {
            throw new UncheckedIOException("The output of the command in " + file + " cannot be read.", e);
        }
    }
}
