package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A resolver of names, as a client's machine has one: it keeps what it was answered for as long as it may. */
public final class SimulatedResolver {
    private final SimulatedAws aws;
    private final Function<String, Optional<Dns.Resolved>> nameServers;
    private final Map<String, Kept> kept = new HashMap<>();

    private record Kept(String target, Instant until) {}

    SimulatedResolver(SimulatedAws aws) {
        this(aws, aws::nameServersAnswer);
    }

    private SimulatedResolver(SimulatedAws aws, Function<String, Optional<Dns.Resolved>> nameServers) {
        this.aws = aws;
        this.nameServers = nameServers;
    }

    /** One of a machine that has IPv6 alone, with a memory of its own: it asks for AAAA records, and finds what has an address of IPv6. */
    public SimulatedResolver overIpv6() {
        return new SimulatedResolver(aws, aws::nameServersAnswerOverIpv6);
    }

    /** Where a name of Route 53 leads: the name of a load balancer, an address; empty where nothing is known of it. */
    public synchronized Optional<String> resolve(String name) {
        Instant now = aws.time().now();
        String key = name.toLowerCase(Locale.ROOT);
        Kept known = kept.get(key);
        if (known != null && now.isBefore(known.until())) {
            return Optional.of(known.target());
        }
        Optional<Dns.Resolved> answer = nameServers.apply(key);
        answer.ifPresent(found -> kept.put(key, new Kept(found.target(), now.plus(found.ttl()))));
        return answer.map(Dns.Resolved::target);
    }
}
