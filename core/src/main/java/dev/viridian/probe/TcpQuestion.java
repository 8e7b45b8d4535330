package dev.viridian.probe;

import dev.viridian.Machine;
import dev.viridian.spi.Probes.Answer;
import java.io.IOException;
import java.time.Duration;

/** Whether a connection is accepted. It is closed at once. */
final class TcpQuestion {
    private final Network network;

    TcpQuestion(Network network) {
        this.network = network;
    }

    Answer ask(Machine machine, Duration timeout) throws Exception {
        Deadline deadline = Deadline.in(timeout);
        try {
            network.connect(machine, deadline).close();
            return Answer.well("connected to " + machine.host() + ":" + machine.port());
        } catch (IOException e) {
            return Answer.sick(Trouble.text(e, deadline));
        }
    }
}
