package dev.viridian.provision;

import dev.viridian.CompositeProbe;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Asks a probe from a host; one that is made of several is asked part by part. */
record Asking(Probes probes) {
    static Asking on(Host host) {
        return new Asking(host.probes());
    }

    Probes.Answer ask(Probe probe, Machine machine, Duration timeout) {
        if (!(probe instanceof CompositeProbe composite)) {
            return probes.ask(probe, machine, timeout);
        }
        List<Probes.Answer> answers = composite.probes().stream()
                .map(part -> ask(part, machine, timeout))
                .toList();
        long well = answers.stream().filter(Probes.Answer::well).count();
        String texts = answers.stream().map(Probes.Answer::text).collect(Collectors.joining("; "));
        return new Probes.Answer(well >= composite.wanted(), well + " of " + answers.size() + " are well: " + texts);
    }
}
