package dev.viridian.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void isWhatItSaysOfItself() {
        assertThat(Names.of(new StringBuilder("the pager"), "a notifier of yours"))
                .isEqualTo("the pager");
    }

    @Test
    void isTheClassOfWhatSaysNothing() {
        assertThat(Names.of(new Pager(), "a notifier of yours")).isEqualTo("Pager");
    }

    @Test
    void isTheClassOfWhatCannotSay() {
        assertThat(Names.of(new Unfinished(), "a notifier of yours")).isEqualTo("Unfinished");
        assertThat(Names.of(new Null(), "a notifier of yours")).isEqualTo("Null");
    }

    @Test
    void isAnotherForALambda() {
        Runnable lambda = () -> {};

        assertThat(Names.of(lambda, "a notifier of yours")).isEqualTo("a notifier of yours");
    }

    private static final class Pager {}

    private static final class Unfinished {
        @Override
        public String toString() {
            throw new IllegalStateException("it is not configured yet");
        }
    }

    private static final class Null {
        @Override
        public @Nullable String toString() {
            return null;
        }
    }
}
