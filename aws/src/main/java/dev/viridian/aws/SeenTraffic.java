package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A router of which is known for a moment where it was seen to send users. */
final class SeenTraffic implements TrafficRouter {
    private final TrafficRouter router;
    private final Recent<TrafficRouter, TrafficSplit> seen;

    SeenTraffic(TrafficRouter router, Time time) {
        this.router = router;
        this.seen = new Recent<>(time);
    }

    /** As it was read a moment ago; as it is now where that was longer ago. */
    TrafficSplit lately() {
        return seen.of(router).orElseGet(this::observed);
    }

    @Override
    public TrafficSplit observed() {
        TrafficSplit observed = router.observed();
        seen.saw(router, observed);
        return observed;
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        try {
            router.route(desired, fence);
        } finally {
            seen.forget(router);
        }
    }

    @Override
    public OptionalLong inFlight(EnvironmentName name) {
        return router.inFlight(name);
    }

    @Override
    public OptionalLong requests(EnvironmentName name, Instant since) {
        return router.requests(name, since);
    }

    @Override
    public Optional<Duration> lookAgainAfter() {
        return router.lookAgainAfter();
    }

    @Override
    public Duration stragglersComeFor() {
        return router.stragglersComeFor();
    }

    @Override
    public Optional<Machine> entry() {
        return router.entry();
    }
}
