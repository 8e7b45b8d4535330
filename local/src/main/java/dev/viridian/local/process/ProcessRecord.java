package dev.viridian.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The identification file: text that a person can read, replaced as a whole. It is written twice: before the process is
 * started, so that a process is never without a file, and afterwards with the pid.
 *
 * <p>It is not forced to the disk: a machine that lost its power has lost the process, too.
 *
 * @param identity which process it is; empty when the controller died, or has not got to it, while starting it
 * @param ownSession whether it was to lead a session of its own
 * @param started when it was started
 * @param output where its output goes
 * @param command the program and its arguments
 * @param mark the variable in its environment that no other process was given; empty where an earlier release started it
 */
record ProcessRecord(
        Optional<Identity> identity,
        boolean ownSession,
        Instant started,
        Path output,
        List<String> command,
        Optional<String> mark) {

    static ProcessRecord intended(Launch launch, boolean ownSession) {
        return new ProcessRecord(
                Optional.empty(),
                ownSession,
                Instant.now(),
                launch.output(),
                launch.command(),
                Optional.of(ManagedProcess.MARK + "=" + UUID.randomUUID()));
    }

    ProcessRecord startedAs(Identity process, Instant when) {
        return new ProcessRecord(Optional.of(process), ownSession, when, output, command, mark);
    }

    /** Nothing for a file that is not there or that is empty, as a file may be after the machine lost its power. */
    static Optional<ProcessRecord> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return lines.isEmpty() ? Optional.empty() : Optional.of(new RecordText(file, lines).parse());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read " + file
                            + ", which says which process runs there. Check its permissions and the disk.",
                    e);
        }
    }

    void write(Path file) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer text = StandardCharsets.UTF_8.encode(String.join("\n", lines()) + "\n");
        // The arguments may hold what only the user should see.
        try (SeekableByteChannel channel = Files.newByteChannel(
                whole,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (text.hasRemaining()) {
                channel.write(text);
            }
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what {@link #write} wrote, or had begun to. */
    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".new"));
        Files.deleteIfExists(file);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        identity.ifPresent(process -> {
            lines.add(RecordText.line("pid", process.pid()));
            lines.add(RecordText.line("era", process.era()));
            process.birth().ifPresent(birth -> lines.add(RecordText.line("birth", birth)));
        });
        lines.add(RecordText.line("own-session", ownSession));
        lines.add(RecordText.line("started", started));
        lines.add(RecordText.line("output", output));
        mark.ifPresent(variable -> lines.add(RecordText.line("mark", variable)));
        command.forEach(argument -> lines.add(RecordText.line("command", argument)));
        return lines;
    }
}
