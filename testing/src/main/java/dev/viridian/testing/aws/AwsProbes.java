package dev.viridian.testing.aws;

import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.TcpProbe;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.util.Optional;

/** Asks instances at their private addresses, and load balancers, or names of Route 53 that lead to them, as users do. */
final class AwsProbes implements Probes {
    private final SimulatedAws aws;

    AwsProbes(SimulatedAws aws) {
        this.aws = aws;
    }

    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        if (probe instanceof HttpProbe http) {
            return reply(machine, http.path())
                    .map(reply -> new Answer(
                            http.accepts(reply.status()) && http.acceptsBody(reply.body()),
                            reply.status() + ": " + reply.body()))
                    .orElse(Answer.sick("connection refused"));
        }
        if (probe instanceof TcpProbe) {
            return reply(machine, "/").map(reply -> Answer.well("accepted")).orElse(Answer.sick("connection refused"));
        }
        throw new UnsupportedOperationException("SimulatedAws does not know how to ask " + machine + " for this: "
                + probe.describe() + ". It answers over HTTP and TCP.");
    }

    private Optional<Reply> reply(Machine machine, String path) {
        return aws.isInstance(machine.host())
                ? aws.askInstance(machine.host(), path)
                : aws.ask(machine.host(), machine.port(), path).map(Visit::reply);
    }
}
