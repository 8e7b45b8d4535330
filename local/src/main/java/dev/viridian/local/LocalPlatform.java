package dev.viridian.local;

import dev.viridian.EnvironmentName;
import dev.viridian.local.process.HostControllers;
import dev.viridian.local.router.Router;
import dev.viridian.probe.RealProbes;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import dev.viridian.state.FileStateStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * This machine as a platform: an environment is a number of processes of the unpacked artifact, each in a folder of its own and on a
 * port of its own, behind a router. For a first try, for one-box production, and for end-to-end tests.
 *
 * <pre>{@code
 * try (LocalPlatform machine = LocalPlatform.application("orders")
 *         .runs("java", "-jar", "app/orders.jar", "--port", "{port}")
 *         .listeningOn(8080)
 *         .open()) {
 *     Deployer.on(machine).deploy(orders).orElseThrow();
 * }
 * }</pre>
 *
 * <p>Closing it ends all that runs, unless it is {@link LocalSetup#detached()}. Safe for use by several threads.
 */
public final class LocalPlatform implements Platform {
    /** How often it is looked whether something has come to be; nothing here is far away. */
    private static final Duration PACE = Duration.ofNanos(500_000);

    /** Longer than any router runs. */
    private static final Duration EVER = Duration.ofDays(36_500);

    private final LocalSetup setup;
    private final Router router;
    private final StateStore state;
    private final LocalEnvironments environments;
    private final LocalTraffic traffic;
    private final Lifetime lifetime;
    private final Time time = Time.system();
    private final Tasks tasks = Tasks.threads();
    private final Probes probes = RealProbes.create();
    private final Controllers controllers = new HostControllers();

    private LocalPlatform(LocalSetup setup, FenceGate gate, FolderClaim claim, Router router) {
        this.setup = setup;
        this.router = router;
        Path folder = setup.folder();
        this.state = FileStateStore.in(folder.resolve("state"));
        this.environments = new LocalEnvironments(setup, router, gate, tasks);
        this.traffic = new LocalTraffic(router, gate, folder.resolve("routing"), time);
        this.lifetime = new Lifetime(setup, claim, router, environments, traffic);
    }

    /** Begins to describe the platform of an application: lower-case letters, digits and dashes. */
    public static LocalSetup.NeedsCommand application(String name) {
        return LocalSetup.application(name);
    }

    static LocalPlatform open(LocalSetup setup) {
        FenceGate gate = new FenceGate(setup.folder().resolve("fence"));
        FolderClaim claim = FolderClaim.on(setup);
        try {
            Router router = gate.alone("open the platform in " + setup.folder(), () -> {
                claim.make();
                return setup.router().open(setup);
            });
            return begun(new LocalPlatform(setup, gate, claim, router));
        } catch (RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    private static LocalPlatform begun(LocalPlatform platform) {
        try {
            platform.lifetime.begin();
            return platform;
        } catch (RuntimeException e) {
            platform.router.close();
            throw e;
        }
    }

    /** The address that users use, for instance {@code http://127.0.0.1:8080}. */
    public URI entry() {
        return router.entry();
    }

    /** The folder where everything is kept. */
    public Path folder() {
        return setup.folder();
    }

    /**
     * Ends all that runs, and the router, also where the platform is detached, and also where it was closed before: whoever has opened
     * it again since finds nothing there any more. The history stays.
     */
    public void shutDown() {
        lifetime.end();
    }

    /** The number of requests that the environment was sent since the router was started. */
    public long requests(EnvironmentName environment) {
        return router.requests(environment, EVER);
    }

    @Override
    public String application() {
        return setup.application();
    }

    @Override
    public Environments environments() {
        return environments;
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
        return setup.artifacts();
    }

    @Override
    public Probes probes() {
        return probes;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public Controllers controllers() {
        return controllers;
    }

    @Override
    public Duration pace() {
        return PACE;
    }

    /** Ends all that runs, or lets go of it where the platform is detached. Closing it again does nothing. */
    @Override
    public void close() {
        lifetime.close();
    }

    @Override
    public String toString() {
        return "this machine, " + setup.folder() + ", users at " + entry();
    }
}
