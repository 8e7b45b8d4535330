package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.TrafficRouter;
import dev.viridian.text.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A platform as the engine uses it: it has all of its parts, what it always answers the same it is asked once, and its state store is called
 * from many places, each of which waits only so long.
 */
final class BoundedPlatform implements Platform {
    private final Platform platform;
    private final String application;
    private final KnownTime time;
    private final StateStore state;
    private final TrafficRouter traffic;
    private final Controllers controllers;
    private final Once<Duration> pace;

    private BoundedPlatform(Platform platform) {
        Calls calls = new Calls(platform);
        this.platform = platform;
        this.application = named(calls.ask(() -> "use the application() of the platform", Platform::application));
        this.time = KnownTime.of(part("time", platform.time()));
        this.state = new BoundedStateStore(part("state", platform.state()), calls);
        this.traffic = new BoundedRouter(() -> part("traffic", platform.traffic()), calls);
        this.controllers = new BoundedControllers(() -> part("controllers", platform.controllers()), calls);
        this.pace = new Once<>(() -> calls.answer(
                () -> "use the pace() of the platform",
                () -> Durations.requirePositive("pace", part("pace", platform.pace()))));
    }

    /**
     * The platform, for deployments.
     *
     * @throws IllegalArgumentException when no environment could be named after its application
     * @throws PlatformException when it has no state store, no clock that tells the time, or no application
     */
    static BoundedPlatform of(Platform platform) {
        return new BoundedPlatform(platform);
    }

    /** As long as a name can be that the last of its deployments has room for. */
    private static String named(String application) {
        try {
            new DeploymentId(application, 999_999_999).environment(99);
            return application;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The platform calls its application '" + application
                            + "'. Expected 1 to 87 lower-case letters, digits and dashes, a letter or a digit first: environments are named after it.",
                    e);
        }
    }

    /** Asks now what is answered always the same: whether it is answered at all is known before anything is done. */
    void askOnce() {
        pace.get();
        controllers.present();
        traffic.lookAgainAfter();
        traffic.stragglersComeFor();
    }

    private static <T> T part(String name, @Nullable T found) {
        return Answered.by(() -> "use the " + name + "() of the platform", found);
    }

    @Override
    public String application() {
        return application;
    }

    @Override
    public Environments environments() {
        return part("environments", platform.environments());
    }

    @Override
    public TrafficRouter traffic() {
        return traffic;
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
    public KnownTime time() {
        return time;
    }

    @Override
    public Tasks tasks() {
        return part("tasks", platform.tasks());
    }

    @Override
    public Controllers controllers() {
        return controllers;
    }

    @Override
    public Duration pace() {
        return pace.get();
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
