package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A router of which the times that it always answers the same are asked once, and no longer than an answer may take; whoever asks all else bounds it. */
final class BoundedRouter implements TrafficRouter {
    private static final EngineLog LOG = EngineLog.of(BoundedRouter.class);

    private final Supplier<TrafficRouter> router;
    private final Calls calls;
    private final Once<Optional<Duration>> lookAgainAfter = new Once<>(this::askedLookAgainAfter);
    private final Once<Duration> stragglersComeFor = new Once<>(this::askedStragglersComeFor);

    BoundedRouter(Supplier<TrafficRouter> router, Calls calls) {
        this.router = router;
        this.calls = calls;
    }

    /** Where it says nothing the pace of the platform is good enough. */
    private Optional<Duration> askedLookAgainAfter() {
        try {
            return calls.answer(
                    () -> "ask the router how soon to look again",
                    () -> router.get().lookAgainAfter());
        } catch (PlatformException e) {
            LOG.warn(
                    "{} It is looked at in the pace of the platform.",
                    e.failure().message());
            return Optional.empty();
        }
    }

    private Duration askedStragglersComeFor() {
        return calls.answer(
                () -> "ask the router for how long users come to where they were sent before",
                () -> router.get().stragglersComeFor());
    }

    @Override
    public TrafficSplit observed() {
        return router.get().observed();
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        router.get().route(desired, fence);
    }

    @Override
    public OptionalLong inFlight(EnvironmentName name) {
        return router.get().inFlight(name);
    }

    @Override
    public OptionalLong requests(EnvironmentName name, Instant since) {
        return router.get().requests(name, since);
    }

    @Override
    public Optional<Duration> lookAgainAfter() {
        return lookAgainAfter.get();
    }

    @Override
    public Duration stragglersComeFor() {
        return stragglersComeFor.get();
    }

    @Override
    public Optional<Machine> entry() {
        return router.get().entry();
    }
}
