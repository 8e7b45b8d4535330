package dev.viridian.engine;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A platform as the engine uses it: it has all of its parts, and its state store is called from many places, each of which waits only so long. */
final class BoundedPlatform implements Platform {
    private final Platform platform;
    private final StateStore state;

    private BoundedPlatform(Platform platform) {
        this.platform = platform;
        this.state = new BoundedStateStore(part("state", platform.state()), new Calls(platform));
    }

    static Platform of(Platform platform) {
        return new BoundedPlatform(platform);
    }

    private static <T> T part(String name, @Nullable T found) {
        return Answered.by(() -> "use the " + name + "() of the platform", found);
    }

    @Override
    public String application() {
        return part("application", platform.application());
    }

    @Override
    public Environments environments() {
        return part("environments", platform.environments());
    }

    @Override
    public TrafficRouter traffic() {
        return part("traffic", platform.traffic());
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public ArtifactStore artifacts() {
        return part("artifacts", platform.artifacts());
    }

    @Override
    public Probes probes() {
        return part("probes", platform.probes());
    }

    @Override
    public Time time() {
        return part("time", platform.time());
    }

    @Override
    public Tasks tasks() {
        return part("tasks", platform.tasks());
    }

    @Override
    public Controllers controllers() {
        return part("controllers", platform.controllers());
    }

    @Override
    public Duration pace() {
        return part("pace", platform.pace());
    }

    @Override
    public void deliver(Notifier notifier, Notification notification) throws Exception {
        platform.deliver(notifier, notification);
    }

    @Override
    public void close() {
        platform.close();
    }

    @Override
    public String toString() {
        return platform.toString();
    }
}
