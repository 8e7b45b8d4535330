package dev.viridian.engine;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * An answer that is always the same, and is asked for when it is needed first.
 *
 * @param <T> what is answered
 */
final class Once<T> {
    private final Supplier<T> question;
    private volatile Optional<T> answer = Optional.empty();

    Once(Supplier<T> question) {
        this.question = question;
    }

    /** The answer; where none came it is asked for again the next time. */
    T get() {
        Optional<T> known = answer;
        if (known.isPresent()) {
            return known.get();
        }
        T asked = question.get();
        answer = Optional.of(asked);
        return asked;
    }
}
