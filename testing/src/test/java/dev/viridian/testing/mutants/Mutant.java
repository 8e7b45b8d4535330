package dev.viridian.testing.mutants;

import dev.viridian.testing.simulation.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bug that somebody could make: a place in the sources that reads otherwise.
 *
 * @param bug what is wrong with it, in a few words
 * @param type the class that is changed
 * @param original what stands there, exactly once
 * @param changed what stands there instead
 * @param rule the rule that it breaks
 * @param first the scenario that is tried first: one that was known to break the rule when this was written
 */
record Mutant(String bug, String type, String original, String changed, Rule rule, String first) {
    private static final Path SOURCES = Path.of("../core/src/main/java");
    private static final String UNDISTURBED = "v1 RECOVERS";

    /** One that breaks its rule though nothing goes wrong. */
    Mutant(String bug, String type, String original, String changed, Rule rule) {
        this(bug, type, original, changed, rule, UNDISTURBED);
    }

    /** The same, but another scenario is tried first. */
    Mutant trying(String line) {
        return new Mutant(bug, type, original, changed, rule, line);
    }

    /** The source of the class with the bug in it. */
    String source() {
        Path file = SOURCES.resolve(type.replace('.', '/') + ".java");
        String source = read(file);
        int first = source.indexOf(original);
        if (first < 0 || source.indexOf(original, first + 1) >= 0) {
            throw new IllegalStateException("Mutant '" + bug + "': expected exactly once in " + file + ":\n" + original
                    + "\nThe class was changed; say where the bug would be now.");
        }
        return source.substring(0, first) + changed + source.substring(first + original.length());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The source that mutant classes are made of could not be read", e);
        }
    }

    @Override
    public String toString() {
        return bug;
    }
}
