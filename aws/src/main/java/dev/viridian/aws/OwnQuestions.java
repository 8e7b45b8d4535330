package dev.viridian.aws;

import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Probes;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Asks, and remembers of whom how much: where machines are asked by the load balancer that users come by, it counts questions among the requests. Only those of this process are known.
 */
final class OwnQuestions implements Probes {
    /** Longer than anybody bakes. */
    private static final Duration REMEMBERED = Duration.ofDays(2);

    private final Probes probes;
    private final Time time;
    private final Map<String, NavigableMap<Instant, Long>> asked = new ConcurrentHashMap<>();

    OwnQuestions(Probes probes, Time time) {
        this.probes = probes;
        this.time = time;
    }

    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        if (probe instanceof HttpProbe) {
            remember(machine.host());
        }
        return probes.ask(probe, machine, timeout);
    }

    private void remember(String host) {
        Instant now = time.now();
        NavigableMap<Instant, Long> minutes = asked.computeIfAbsent(bare(host), any -> new ConcurrentSkipListMap<>());
        minutes.merge(RequestMetrics.minute(now), 1L, Long::sum);
        minutes.headMap(now.minus(REMEMBERED)).clear();
    }

    private static String bare(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    /** How many in the whole minutes that are counted since then. */
    long since(String host, Instant since) {
        return asked
                .getOrDefault(bare(host), new ConcurrentSkipListMap<>())
                .tailMap(RequestMetrics.beginning(since))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
