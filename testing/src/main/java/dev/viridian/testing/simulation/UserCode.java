package dev.viridian.testing.simulation;

import dev.viridian.CodeProbe;
import dev.viridian.Machine;
import dev.viridian.spi.ControllerStop;
import dev.viridian.spi.Probes.Answer;

/** Runs code of the user's inside a simulation. */
final class UserCode {
    private UserCode() {}

    /** Whatever it throws is a bad answer, but not what the simulation itself throws through it. */
    static Answer look(CodeProbe probe, Machine machine, Strands strands) {
        try {
            return strands.watched(() -> {
                probe.code().check(machine);
                return Answer.well("well");
            });
        } catch (Throwable thrown) {
            if (thrown instanceof Error error && error instanceof ControllerStop) {
                throw error;
            }
            String message = thrown.getMessage();
            return Answer.sick(thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        }
    }
}
