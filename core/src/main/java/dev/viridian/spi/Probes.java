package dev.viridian.spi;

import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.text.Excerpt;
import java.time.Duration;

/** How machines are asked how they are. Composite probes are taken apart by the engine and never arrive here. */
public interface Probes {
    /**
     * Asks one question. Whatever goes wrong, a refused connection or a timeout too, is an answer; only an {@link Error} is thrown.
     *
     * @param probe the question
     * @param machine who is asked
     * @param timeout how long the whole answer may take
     */
    Answer ask(Probe probe, Machine machine, Duration timeout);

    /**
     * What came of a question.
     *
     * @param well whether it was a good answer
     * @param text what was answered, for people: {@code 503 Service Unavailable: {"status":"sick"}}
     */
    record Answer(boolean well, String text) {
        /** Takes the beginning of a text of more than 8,000 characters. */
        public Answer {
            text = Excerpt.ofMessage(text);
        }

        /** A good answer. */
        public static Answer well(String text) {
            return new Answer(true, text);
        }

        /** Any other. */
        public static Answer sick(String text) {
            return new Answer(false, text);
        }
    }
}
