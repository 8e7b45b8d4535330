package dev.viridian.local.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many files, connections among them, this process may have open. */
final class OpenFiles {
    private static final Path SELF = Path.of("/proc/self");
    private static final Pattern LIMIT = Pattern.compile("Max open files +(\\d{1,9}) ");

    private OpenFiles() {}

    /** How many more it may open; empty where the system does not say, or sets no limit. */
    static OptionalInt left() {
        try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
            Matcher limit = LIMIT.matcher(Files.readString(SELF.resolve("limits")));
            return limit.find()
                    ? OptionalInt.of(Math.max(0, Integer.parseInt(limit.group(1)) - (int) open.count()))
                    : OptionalInt.empty();
        } catch (IOException notOnLinux) {
            return OptionalInt.empty();
        }
    }
}
