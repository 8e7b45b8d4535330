package dev.viridian.testing.junit;

import dev.viridian.Environment;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.StateStore;
import dev.viridian.state.Outbox;
import dev.viridian.testing.simulation.SimulatedWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a test left behind. */
final class Leaks {
    private static final String FREE = "holder nobody";

    private final Scene scene;
    private final StateStore state;
    private final Map<Leftover, List<String>> found = new TreeMap<>();

    private Leaks(Scene scene) {
        this.scene = scene;
        this.state = scene.world()
                .map(SimulatedWorld::state)
                .orElseGet(() -> scene.platform().state());
    }

    static Leaks of(Scene scene) {
        Leaks leaks = new Leaks(scene);
        leaks.environments();
        leaks.lease();
        leaks.notifications();
        scene.world()
                .ifPresent(world ->
                        world.violations().forEach(violation -> leaks.add(Leftover.BROKEN_RULE, violation.toString())));
        return leaks;
    }

    private void add(Leftover kind, String what) {
        found.computeIfAbsent(kind, first -> new ArrayList<>()).add(what);
    }

    /** Of a simulated world its true state is looked at: the test may have injected faults. */
    private void environments() {
        List<Environment> all = scene.world()
                .map(SimulatedWorld::environments)
                .orElseGet(() -> scene.platform().environments().list());
        TrafficSplit live = scene.world()
                .map(SimulatedWorld::routing)
                .orElseGet(() -> scene.platform().traffic().observed());
        Instant now = scene.world()
                .map(SimulatedWorld::now)
                .orElseGet(() -> scene.platform().time().now());
        for (Environment environment : all) {
            if (!live.reaches(environment.name()) && !isInQuarantine(environment, now)) {
                add(Leftover.ENVIRONMENT, environment + ": it gets no traffic and is not in quarantine");
            }
        }
    }

    private boolean isInQuarantine(Environment environment, Instant now) {
        return state.read("quarantine/" + environment.name())
                .map(stored -> Instant.parse(stored.document().text().strip()).isAfter(now))
                .orElse(false);
    }

    private void lease() {
        state.read("lease")
                .map(stored -> stored.document().text().lines().toList())
                .filter(lines -> !lines.contains(FREE))
                .ifPresent(lines -> add(Leftover.LEASE, "the lease was not given back: " + String.join(", ", lines)));
    }

    private void notifications() {
        Outbox outbox = Outbox.in(state);
        for (String key : outbox.keys()) {
            outbox.find(key)
                    .ifPresent(slip -> add(
                            Leftover.NOTIFICATION,
                            "not sent by " + String.join(", ", slip.owed()) + ": "
                                    + slip.notification().headline()));
        }
    }

    /** Fails the test where something is left that may not be. */
    void require(String test, Set<Leftover> allowed) {
        found.keySet().removeAll(allowed);
        if (found.isEmpty()) {
            return;
        }
        String all = found.entrySet().stream()
                .flatMap(kind -> kind.getValue().stream().map(what -> "  - " + kind.getKey() + ": " + what + "\n"))
                .collect(Collectors.joining());
        throw new AssertionError(test + " passed, and left something behind:\n" + all
                + "Expected nothing: have the test bring it in order (after a death deployer.recover() does, after a halt the next"
                + " deployment), or say that it is meant by @MayLeave("
                + found.keySet().stream().map(kind -> "Leftover." + kind).collect(Collectors.joining(", "))
                + "). What happened:\n" + scene.story());
    }
}
