package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.event.EventListener;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deploys to a platform.
 *
 * <pre>{@code
 * Deployer production = Deployer.on(platform);
 * System.out.println(production.plan(orders));            // says what would happen, changes nothing
 * DeploymentResult result = production.deploy(orders);    // a failed deployment is a result, not an exception
 * result.orElseThrow();                                   // where one is wanted
 * }</pre>
 *
 * <p>Blocking: what is asked for is done on the caller's thread when the call returns. Immutable and safe to share between threads; of
 * several deployments of one application one goes on at a time and the others wait.
 */
public final class Deployer {
    /** How long a deployment waits for another one of the same application, unless said otherwise (Kamal: 900 s). */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(15);

    private final Platform platform;
    private final List<EventListener> listeners;
    private final String operator;
    private final Duration patience;

    private Deployer(Platform platform, List<EventListener> listeners, String operator, Duration patience) {
        this.platform = platform;
        this.listeners = List.copyOf(listeners);
        this.operator = operator;
        this.patience = patience;
    }

    /** A deployer for the application of that platform. */
    public static Deployer on(Platform platform) {
        return new Deployer(
                platform,
                List.of(new LoggingListener()),
                System.getProperty("user.name", "somebody") + ", process "
                        + ProcessHandle.current().pid(),
                DEFAULT_PATIENCE);
    }

    /** Tells this listener, too, what happens as it happens. */
    public Deployer listening(EventListener listener) {
        List<EventListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new Deployer(platform, all, operator, patience);
    }

    /** Deploys in the name of this operator, for instance a person or the run of a pipeline; the user of this process without it. */
    public Deployer as(String name) {
        return new Deployer(platform, listeners, name, patience);
    }

    /** Waits this long for another deployment of the application to end; 15 minutes without it. */
    public Deployer waitingFor(Duration time) {
        return new Deployer(platform, listeners, operator, time);
    }

    /**
     * What {@link #deploy} would do now. Looks at the artifact and at what is live, and changes nothing.
     *
     * @throws dev.viridian.spi.PlatformException when the artifact is refused or the platform does not answer
     */
    public Plan plan(Deployment deployment) {
        return new Survey(platform).plan(deployment);
    }

    /** Deploys. A deployment that fails is a result that says so; whatever happens, the result tells what is live. */
    public DeploymentResult deploy(Deployment deployment) {
        return new DeploymentSession(platform, listeners, operator, patience, deployment).run();
    }
}
