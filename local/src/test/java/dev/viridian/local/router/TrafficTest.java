package dev.viridian.local.router;

import static dev.viridian.local.router.Rig.BLUE;
import static dev.viridian.local.router.Rig.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final int SWITCHES = 40_000;

    /** More of them would mostly wait for a processor, and the switch for them. */
    private static final int USERS = 2;

    private final Traffic traffic = new Traffic();

    @Test
    void admitsNothingToAnEnvironmentOnceItWasSwitchedAwayAndNothingIsInFlight() throws Exception {
        AtomicReference<EnvironmentName> drained = new AtomicReference<>(GREEN);
        AtomicLong wrong = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        known(BLUE);
        known(GREEN);
        traffic.route(Map.of(BLUE, 1));
        ExecutorService users = Executors.newFixedThreadPool(USERS);
        try {
            List<Future<?>> running = Stream.<Future<?>>generate(() -> users.submit(() -> {
                        while (!over.get()) {
                            Target target = traffic.admit().orElseThrow();
                            wrong.addAndGet(target.environment().equals(drained.get()) ? 1 : 0);
                            target.closed();
                        }
                    }))
                    .limit(USERS)
                    .toList();
            switchToAndFro(drained);
            over.set(true);
            for (Future<?> user : running) {
                user.get();
            }
        } finally {
            users.shutdownNow();
        }
        assertThat(wrong)
                .as("requests admitted to an environment that was found drained")
                .hasValue(0);
    }

    private void switchToAndFro(AtomicReference<EnvironmentName> drained) {
        EnvironmentName live = BLUE;
        EnvironmentName other = GREEN;
        for (int i = 0; i < SWITCHES; i++) {
            drained.set(new EnvironmentName("none"));
            traffic.route(Map.of(other, 1));
            Target old = traffic.find(live).orElseThrow();
            while (old.inFlight() > 0) {
                Thread.yield();
            }
            drained.set(live);
            EnvironmentName next = live;
            live = other;
            other = next;
        }
    }

    @Test
    void forgetsAnEnvironmentWithoutMachinesRouteAndRequests() {
        known(BLUE);
        known(GREEN);
        traffic.route(Map.of(BLUE, 1));
        Target blue = traffic.admit().orElseThrow();
        traffic.route(Map.of(GREEN, 1));

        traffic.machines(BLUE, List.of());
        assertThat(traffic.find(BLUE)).as("while something is in flight").isPresent();
        assertThat(blue.requestsIn(Duration.ofDays(1))).isEqualTo(1);
        blue.closed();
        known(GREEN);

        assertThat(traffic.find(BLUE)).isEmpty();
        assertThat(traffic.find(GREEN)).isPresent();
    }

    private void known(EnvironmentName environment) {
        traffic.machines(environment, List.of(Rig.loopback(1)));
    }
}
