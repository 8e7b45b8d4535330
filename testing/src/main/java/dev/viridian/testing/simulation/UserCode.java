package dev.viridian.testing.simulation;

import dev.viridian.CodeProbe;
import dev.viridian.Machine;
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
        } catch (ControllerKilled | TimeIsUp | RealTimeUsed | RunawayDeployment simulated) {
            throw simulated;
        } catch (Throwable thrown) {
            String message = thrown.getMessage();
            return Answer.sick(thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        }
    }
}
