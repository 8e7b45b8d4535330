package dev.viridian.testing.simulation;

import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Probes;
import java.time.Duration;

/** The machines of a world, asked through the gate of one controller. */
final class ProbesPort implements Probes {
    private static final Answer SICK = Answer.sick("503 Service Unavailable (this was injected)");

    private final SimulatedProbes probes;
    private final Gate gate;

    ProbesPort(SimulatedProbes probes, Gate gate) {
        this.probes = probes;
        this.gate = gate;
    }

    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        return gate.ask(machine.id(), new Gate.Asking<>() {
            @Override
            public Answer answer() {
                return probes.ask(probe, machine);
            }

            @Override
            public Answer badAnswer() {
                probes.askedInVain(probe, machine);
                return SICK;
            }
        });
    }
}
