package dev.viridian.local.killed;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What a receiver of notifications has got that lives while controllers die: a folder, each message a file. */
final class Told {
    private static final String BEING_WRITTEN = ".new";

    private final Path folder;

    private Told(Path folder) {
        this.folder = folder;
    }

    static Told in(Path world) {
        try {
            return new Told(Files.createDirectories(world.resolve("told")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A message.
     *
     * @param key its idempotency key
     * @param outcome the deployment and how it ended; empty where it tells of something that was overcome
     * @param text all of it
     */
    record Message(String key, Optional<String> outcome, String text) {}

    Writer writer() {
        return new Writer(folder);
    }

    /** All that it was told; what came twice is there twice. */
    List<Message> messages() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(BEING_WRITTEN))
                    .map(Told::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new Message(
                    lines.get(0),
                    Optional.of(lines.get(1)).filter(outcome -> !outcome.isEmpty()),
                    String.join("\n", lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The notifier of a controller: what it has sent has come. */
    record Writer(Path folder) implements Notifier {
        @Override
        public void send(Notification notification) throws IOException {
            String outcome = notification
                    .outcome()
                    .map(Outcome::name)
                    .map(name -> notification.deployment() + " " + name)
                    .orElse("");
            Path file = folder.resolve(UUID.randomUUID().toString());
            Path whole = folder.resolve(file.getFileName() + BEING_WRITTEN);
            Files.writeString(whole, notification.key() + "\n" + outcome + "\n" + notification);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }

        /** The same in each process: by it the controllers know each other's. */
        @Override
        public String toString() {
            return "told";
        }
    }
}
