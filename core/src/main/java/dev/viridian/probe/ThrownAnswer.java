package dev.viridian.probe;

import dev.viridian.spi.Probes.Answer;
import dev.viridian.text.Thrown;

/** What was thrown, as an answer. */
final class ThrownAnswer {
    private ThrownAnswer() {}

    static Answer of(Throwable thrown) {
        return Answer.sick(Excerpt.head(advice(thrown) + Thrown.text(thrown)));
    }

    private static String advice(Throwable thrown) {
        if (thrown instanceof LinkageError) {
            return "the check cannot run here, a class of it is missing or does not fit: ";
        }
        return thrown instanceof VirtualMachineError ? "the check broke down and says nothing of the machine: " : "";
    }
}
