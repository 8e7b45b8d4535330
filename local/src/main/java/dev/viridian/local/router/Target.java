package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An environment as the router sees it: its machines, and what is open to it. */
final class Target {
    private final EnvironmentName environment;
    private final RequestCounter requests = new RequestCounter();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Machine> machines = List.of();
    private volatile boolean keepsConnections = true;

    Target(EnvironmentName environment) {
        this.environment = environment;
    }

    EnvironmentName environment() {
        return environment;
    }

    List<Machine> machines() {
        return machines;
    }

    /** Replaces the machines; an address that stays keeps its machine, and so its open connections. */
    void machines(List<InetSocketAddress> addresses) {
        List<Machine> before = machines;
        machines = addresses.stream()
                .distinct()
                .map(address -> before.stream()
                        .filter(machine -> machine.address().equals(address))
                        .findFirst()
                        .orElseGet(() -> new Machine(address)))
                .toList();
    }

    /** The machine whose turn it is, passing over those that were tried and, while there are others, those that refuse. */
    Optional<Machine> next(Collection<Machine> tried) {
        List<Machine> all = machines;
        if (all.size() == 1 && tried.isEmpty()) {
            return Optional.of(all.get(0));
        }
        int first = turn.getAndIncrement();
        Optional<Machine> refusing = Optional.empty();
        for (int i = 0; i < all.size(); i++) {
            Machine machine = all.get(Math.floorMod(first + i, all.size()));
            if (tried.contains(machine)) {
                continue;
            }
            if (!machine.isPassedOver()) {
                return Optional.of(machine);
            }
            refusing = refusing.or(() -> Optional.of(machine));
        }
        return refusing;
    }

    boolean keepsConnections() {
        return keepsConnections;
    }

    void keepConnections(boolean keep) {
        keepsConnections = keep;
    }

    void opened() {
        inFlight.incrementAndGet();
    }

    void closed() {
        inFlight.decrementAndGet();
    }

    void counted() {
        requests.count();
    }

    long inFlight() {
        return inFlight.get();
    }

    long requestsIn(Duration last) {
        return requests.in(last);
    }

    @Override
    public String toString() {
        return environment.value();
    }
}
