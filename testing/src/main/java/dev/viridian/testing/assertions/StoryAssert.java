package dev.viridian.testing.assertions;

import java.util.function.Function;
import org.assertj.core.api.AbstractAssert;

/** An assertion that tells what was expected, what was found, and how that came about. */
abstract class StoryAssert<S extends StoryAssert<S, A>, A> extends AbstractAssert<S, A> {
    private final Function<A, String> story;

    StoryAssert(A actual, Class<?> self, Function<A, String> story) {
        super(actual, self);
        this.story = story;
    }

    final S require(boolean holds, String expected, String found) {
        if (!holds) {
            failWithMessage("%s", "Expected: " + expected + "\nFound:    " + found + "\n" + story.apply(actual));
        }
        return myself;
    }
}
