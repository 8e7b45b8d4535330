package dev.viridian.local.killed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock that the controllers of a world see as that of their computer, and that can be set while they run, by
 * <a href="https://github.com/wolfcw/libfaketime">libfaketime</a>. The steady clock of the system is left as it is, as setting the real one
 * does it.
 *
 * @param offset the file that says how far it is from the real one
 */
record SetClock(Path offset) {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    static SetClock in(Path world) {
        return new SetClock(world.resolve("clock"));
    }

    /** As it is to begin with: right. */
    void right() {
        write(Duration.ZERO);
    }

    /** Sets the clock by which this very process goes. */
    void set(Duration ahead) throws IOException {
        Instant before = Instant.now();
        write(ahead);
        Duration found = Duration.between(before, Instant.now());
        if (found.minus(ahead).abs().compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IOException("the clock went on by " + found + " when it was set ahead by " + ahead);
        }
    }

    private void write(Duration ahead) {
        try {
            Files.writeString(offset, String.format(Locale.ROOT, "%+d\n", ahead.toSeconds()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes a process go by it. */
    Map<String, String> environment() {
        Optional<Path> library = library();
        assumeTrue(
                library.isPresent(),
                "libfaketime is not there: install it (Debian: apt-get install libfaketime) to set clocks");
        return Map.of(
                "LD_PRELOAD",
                library.orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    private static Optional<Path> library() {
        String searched = Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse("");
        return Stream.concat(
                        Stream.of(searched.split(":"))
                                .filter(path -> !path.isEmpty())
                                .map(Path::of),
                        architectures())
                .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                .filter(Files::exists)
                .findFirst();
    }

    private static Stream<Path> architectures() {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
