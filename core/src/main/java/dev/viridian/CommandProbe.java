package dev.viridian;

import dev.viridian.text.Redaction;
import java.util.List;

/**
 * A command that is run where the controller runs, with {@code VIRIDIAN_HOST} and {@code VIRIDIAN_PORT} in its environment. If it takes too long it is
 * killed, with all that it started; so it is when the program of the controller is told to end, but not when that is killed.
 *
 * @param line the program and its arguments; no shell looks at them
 * @param exit the exit code that says that all is well
 */
public record CommandProbe(List<String> line, int exit) implements Probe {
    /** Copies the line. */
    public CommandProbe {
        line = List.copyOf(line);
        if (line.isEmpty() || line.get(0).isBlank()) {
            throw new IllegalArgumentException("A command without a program: " + line + ".");
        }
    }

    /** The exit code that says that all is well; 0 without this. */
    public CommandProbe exits(int expected) {
        return new CommandProbe(line, expected);
    }

    @Override
    public String describe() {
        return "`" + Redaction.of(String.join(" ", line)) + "` exits with " + exit;
    }

    @Override
    public String toString() {
        return describe();
    }
}
