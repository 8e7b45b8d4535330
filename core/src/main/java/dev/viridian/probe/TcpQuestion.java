package dev.viridian.probe;

import dev.viridian.Machine;
import dev.viridian.TcpProbe;
import dev.viridian.spi.Probes.Answer;
import java.io.IOException;
import java.time.Duration;

/** Whether a connection is accepted. It is closed at once. */
final class TcpQuestion {
    private final Network network;

    TcpQuestion(Network network) {
        this.network = network;
    }

    Answer ask(TcpProbe probe, Machine machine, Duration timeout) throws Exception {
        Machine asked = at(probe.port().orElse(machine.port()), machine);
        Deadline deadline = Deadline.in(timeout);
        try {
            network.connect(asked, deadline).close();
            return Answer.well("connected to " + asked.host() + ":" + asked.port());
        } catch (IOException e) {
            return Answer.sick(Trouble.text(e, deadline));
        }
    }

    private static Machine at(int port, Machine machine) {
        return new Machine(machine.id(), machine.host(), port, machine.state(), machine.detail());
    }
}
