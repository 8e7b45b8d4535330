package dev.viridian.probe;

import dev.viridian.CodeProbe;
import dev.viridian.Machine;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;

/** The user's own code: all is well when it returns. */
final class CodeQuestion {
    private final Patience patience;

    CodeQuestion(Patience patience) {
        this.patience = patience;
    }

    Answer ask(CodeProbe probe, Machine machine, Duration timeout) throws Exception {
        return patience.await(
                timeout,
                () -> {
                    probe.code().check(machine);
                    return Answer.well("passed");
                },
                () -> {});
    }
}
