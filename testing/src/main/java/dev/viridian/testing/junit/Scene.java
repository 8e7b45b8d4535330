package dev.viridian.testing.junit;

import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.Timeline;
import dev.viridian.spi.Platform;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.SimulatedWorld;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The platform of one test, and what happened on it. */
final class Scene implements AutoCloseable {
    private final Platform platform;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    private Scene(Platform platform) {
        this.platform = platform;
    }

    static Scene on(Platform platform) {
        return new Scene(platform);
    }

    Platform platform() {
        return platform;
    }

    Optional<SimulatedWorld> world() {
        return platform instanceof SimulatedPlatform simulated ? Optional.of(simulated.world()) : Optional.empty();
    }

    /** What a test asks for, if there is such a thing here. */
    Optional<Object> give(Class<?> type) {
        if (type == Deployer.class) {
            return Optional.of(deployer());
        } else if (type == SimulatedWorld.class) {
            return world().map(type::cast);
        }
        return Optional.of(platform).filter(type::isInstance).map(type::cast);
    }

    /** Made where a test asks for it: a platform on which nothing is deployed, such as a mock, need not have all that a deployment asks. */
    private Deployer deployer() {
        return Deployer.on(platform).listening(events::add).as("the test");
    }

    String story() {
        String heard = events.isEmpty()
                ? "The controllers said nothing: no deployment was made by the Deployer that the test was given.\n"
                : "What the controllers say\n" + Timeline.of(List.copyOf(events));
        return world().map(SimulatedWorld::timeline).orElse("") + heard + "In the end\n  " + platform + "\n";
    }

    @Override
    public void close() {
        world().ifPresentOrElse(SimulatedWorld::close, platform::close);
    }
}
