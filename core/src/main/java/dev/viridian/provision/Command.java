package dev.viridian.provision;

import dev.viridian.text.Durations;
import dev.viridian.text.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A program with its arguments. No shell looks at it; where one is wanted it is the program: {@code command("sh", "-c", "…")}.
 * Immutable.
 */
public final class Command {
    /** How long a command may take unless it says otherwise. */
    public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

    private final List<Value> line;
    private final Optional<String> folder;
    private final Map<String, Value> environment;
    private final Duration limit;

    private Command(List<Value> line, Optional<String> folder, Map<String, Value> environment, Duration limit) {
        this.line = List.copyOf(line);
        this.folder = folder;
        this.environment = environment;
        this.limit = limit;
    }

    /** A program, by its path or to be found in {@code PATH}, and its arguments. */
    public static Command of(String program, String... arguments) {
        List<Value> line = new ArrayList<>();
        line.add(Value.of(program));
        for (String argument : arguments) {
            line.add(Value.of(argument));
        }
        if (program.isBlank()) {
            throw new IllegalArgumentException("A command without a program: " + List.of(arguments) + ".");
        }
        return new Command(line, Optional.empty(), Map.of(), DEFAULT_LIMIT);
    }

    /** One argument more; a secret is best given by the environment, since every user of a machine can see arguments. */
    public Command argument(Value argument) {
        List<Value> longer = new ArrayList<>(line);
        longer.add(argument);
        return new Command(longer, folder, environment, limit);
    }

    /** Runs it in this folder; in the host's home without it. */
    public Command in(String path) {
        return new Command(line, Optional.of(path), environment, limit);
    }

    /** Sets a variable of its environment, which is else a clean one with {@code PATH}, {@code HOME} and {@code LANG}. */
    public Command environment(String name, String value) {
        return environment(name, Value.of(value));
    }

    /** Sets a variable of its environment to a value that may be a secret. */
    public Command environment(String name, Value value) {
        Map<String, Value> more = new TreeMap<>(environment);
        more.put(VariableName.require(name), value);
        return new Command(line, folder, more, limit);
    }

    /** How long it may take before it is killed; 5 minutes without this. */
    public Command within(Duration time) {
        return new Command(line, folder, environment, Durations.requirePositive("time for " + this, time));
    }

    /** The program and its arguments. */
    public List<Value> line() {
        return line;
    }

    /** Where it runs, if not in the host's home. */
    public Optional<String> folder() {
        return folder;
    }

    /** What is set in its environment, by name. */
    public Map<String, Value> environment() {
        return environment;
    }

    /** How long it may take. */
    public Duration limit() {
        return limit;
    }

    /** The line for people, secrets masked. */
    @Override
    public String toString() {
        return "`" + Redaction.of(line.stream().map(Value::toString).collect(Collectors.joining(" "))) + "`";
    }
}
