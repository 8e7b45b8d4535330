package dev.viridian.testing.assertions;

import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;

/** An assertion whose message says what was expected, what was found, and what happened. */
abstract class StoryAssert<S extends StoryAssert<S, A>, A> extends AbstractAssert<S, A> {
    StoryAssert(A actual, Class<S> self) {
        super(actual, self);
    }

    /** What happened, for a person; only told when something fails. */
    abstract String story();

    S expect(boolean holds, String expected, Supplier<String> found) {
        if (!holds) {
            throw failure("%s", message(expected, found.get(), story()));
        }
        return myself;
    }

    static String message(String expected, String found, String story) {
        return "\nExpected " + expected + "\n but it " + found + "\n" + story;
    }
}
