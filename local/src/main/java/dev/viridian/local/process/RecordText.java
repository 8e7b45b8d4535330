package dev.viridian.local.process;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The lines of an identification file, {@code name: value}; a name may come several times. */
final class RecordText {
    private final Path file;
    private final Map<String, List<String>> values = new HashMap<>();

    RecordText(Path file, List<String> lines) {
        this.file = file;
        for (String line : lines) {
            String[] parts = line.split(": ", 2);
            values.computeIfAbsent(parts[0], name -> new ArrayList<>())
                    .add(parts.length == 2 ? unescape(parts[1]) : "");
        }
    }

    static String line(String name, Object value) {
        String text = value.toString();
        return name + ": " + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    ProcessRecord parse() {
        try {
            boolean ownSession = Boolean.parseBoolean(one("own-session"));
            return new ProcessRecord(
                    identity(ownSession),
                    ownSession,
                    Instant.parse(one("started")),
                    Path.of(one("output")),
                    List.copyOf(values.getOrDefault("command", List.of())),
                    values.containsKey("mark") ? Optional.of(one("mark")) : Optional.empty());
        } catch (NumberFormatException | DateTimeParseException | InvalidPathException e) {
            throw unreadable(e.toString());
        }
    }

    private Optional<Identity> identity(boolean ownSession) {
        if (!values.containsKey("pid")) {
            return Optional.empty();
        }
        OptionalLong birth =
                values.containsKey("birth") ? OptionalLong.of(Long.parseLong(one("birth"))) : OptionalLong.empty();
        return Optional.of(new Identity(Long.parseLong(one("pid")), one("era"), birth, ownSession));
    }

    private String one(String name) {
        List<String> found = values.getOrDefault(name, List.of());
        if (found.size() != 1) {
            throw unreadable("'" + name + "' is there " + found.size() + " times");
        }
        return found.get(0);
    }

    private IllegalStateException unreadable(String why) {
        return new IllegalStateException("Cannot tell which process runs here from " + file + ": " + why
                + ". Expected an identification file as Viridian writes it. Look for the process by hand, end it, and"
                + " delete the file.");
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                char escaped = text.charAt(i);
                plain.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
