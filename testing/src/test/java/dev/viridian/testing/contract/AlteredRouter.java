package dev.viridian.testing.contract;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.TrafficRouter;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A router some of whose answers are others; as it is, it alters nothing. */
class AlteredRouter implements TrafficRouter {
    final TrafficRouter real;

    AlteredRouter(TrafficRouter real) {
        this.real = real;
    }

    @Override
    public TrafficSplit observed() {
        return real.observed();
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        real.route(desired, fence);
    }

    @Override
    public OptionalLong inFlight(EnvironmentName name) {
        return real.inFlight(name);
    }

    @Override
    public OptionalLong requests(EnvironmentName name, Instant since) {
        return real.requests(name, since);
    }

    @Override
    public Optional<Machine> entry() {
        return real.entry();
    }
}
