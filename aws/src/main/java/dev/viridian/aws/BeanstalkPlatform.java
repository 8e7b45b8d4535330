package dev.viridian.aws;

import dev.viridian.BakeCondition;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;

/**
 * Elastic Beanstalk as a platform: an environment is one of Elastic Beanstalk's own, and users are moved by a swap of CNAMEs.
 *
 * <pre>{@code
 * try (BeanstalkPlatform production = BeanstalkPlatform.application("orders")
 *         .inBeanstalkApplication("shop")
 *         .reachedAt("orders.eu-central-1.elasticbeanstalk.com")
 *         .configuredBy("production")
 *         .keepingStateIn(S3StateStore.in(s3, "shop-deployments", "orders"))
 *         .open()) {
 *     Deployer.on(production).deploy(orders).orElseThrow();
 * }
 * }</pre>
 *
 * <p>The artifact, a source bundle in S3, becomes an application version, and the candidate an environment of it, from a saved configuration. A machine counts when its environment is Ready and Elastic Beanstalk
 * calls the machine green. Machines are asked through their environment's load balancer, which users do not know yet. Then the environment that has the users' CNAME and the candidate
 * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.CNAMESwap.html">swap theirs</a>. The former one goes on serving for {@link #STRAGGLERS_COME_FOR_MINUTES} minutes after that shows, since
 * resolvers keep what they looked up, and then is drained and terminated.
 *
 * <p>An environment gets a CNAME only when it is made, and by a swap. Therefore somebody else must have the users' CNAME before the first deployment: the environment that serves users until then, or one with AWS's sample application.
 * It is swapped with, and never changed or removed; for as long as it is there, a first deployment can be rolled back to it.
 *
 * <p>A swap has no weights, so there are no shares, and it is no different from its undoing: before each one it is read twice who has which CNAME. AWS takes no fencing token; a swap
 * by a controller that is just being taken over can land all the same, and is found when the routing is read back.
 *
 * <p>Needs the libraries {@code software.amazon.awssdk:elasticbeanstalk} and {@code ec2}. What must be allowed says {@link #policy()}. Closing it closes the clients that it made; what runs goes on. Safe for use by several
 * threads.
 */
public final class BeanstalkPlatform implements Platform {
    /** For how long after a swap shows users may still come to the former environment. */
    public static final int STRAGGLERS_COME_FOR_MINUTES = 3;

    private final BeanstalkSetup setup;
    private final AwsClients.Opened clients;
    private final ArtifactStore artifacts;
    private final Probes probes;
    private final BeanstalkMetrics metrics;
    private final CnameTraffic traffic;
    private final BeanstalkEnvironments environments;

    BeanstalkPlatform(BeanstalkSetup setup) {
        this.setup = setup;
        this.clients = setup.clients().open();
        this.artifacts = setup.artifacts();
        OwnQuestions questions = new OwnQuestions(setup.probes(), setup.time());
        this.probes = questions;
        BeanstalkCalls calls = new BeanstalkCalls(setup, clients::beanstalk);
        Instances instances = new Instances(setup, clients::ec2);
        FencingRecord gate = new FencingRecord(setup.state());
        OwnBeanstalk own = new OwnBeanstalk(setup, calls);
        this.metrics = new BeanstalkMetrics(setup, calls, own, new RequestMetrics(setup, clients), questions);
        BeanstalkFleet fleet = new BeanstalkFleet(setup, calls, instances, clients::ec2);
        BeanstalkChanges changes = new BeanstalkChanges(setup, gate);
        BeanstalkScaling scaling = new BeanstalkScaling(setup, calls, own, fleet, changes);
        this.traffic = new CnameTraffic(setup, calls, own, gate, metrics, scaling);
        this.environments = new BeanstalkEnvironments(
                setup,
                calls,
                own,
                changes,
                new BeanstalkVersions(setup, calls, artifacts),
                fleet,
                scaling,
                traffic,
                metrics);
    }

    /**
     * Begins to describe the platform of an application: lower-case letters, digits and dashes.
     *
     * @throws IllegalArgumentException when it is no such name
     * @throws IllegalStateException when the library of a client is not there; the message names it
     */
    public static BeanstalkSetup.NeedsBeanstalkApplication application(String name) {
        OptionalClient.BEANSTALK.require("Elastic Beanstalk as a platform");
        OptionalClient.EC2.require("Elastic Beanstalk as a platform");
        return BeanstalkSetup.application(name);
    }

    /**
     * What whoever deploys must be allowed to call, besides what Elastic Beanstalk itself calls in the same name when it makes and removes what an environment needs: for that AWS has the managed policy
     * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.iam.managed-policies.html">AdministratorAccess-AWSElasticBeanstalk</a>. Nothing is called for it.
     */
    public AwsPolicy policy() {
        return AwsPolicy.of(setup);
    }

    /**
     * While it is baked, no more than that share of the requests that the new environment got may be answered with 5xx by its machines, as its load balancer counts them. An alarm cannot say so, since each environment has
     * a load balancer of its own:
     *
     * <pre>{@code
     * .bake(ofMinutes(30), production.errorsAtMost(0.5, 200))
     * }</pre>
     *
     * @param percent 0 or more, and less than 100
     * @param requests from how many requests on it is judged, 1 or more; a bake in which fewer came is not taken for a good one
     * @throws IllegalStateException without {@link BeanstalkSetup#readingMetrics}
     */
    public BakeCondition errorsAtMost(double percent, long requests) {
        return ErrorShare.of(metrics, setup.readsMetrics(), percent, requests);
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
        return setup.state();
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public Probes probes() {
        return probes;
    }

    @Override
    public Time time() {
        return setup.time();
    }

    @Override
    public Tasks tasks() {
        return setup.tasks();
    }

    @Override
    public Duration pace() {
        return setup.pace();
    }

    /** Closes the clients that it made; what runs goes on. */
    @Override
    public void close() {
        clients.close();
    }

    @Override
    public String toString() {
        return "Elastic Beanstalk, " + setup.application() + " at " + setup.cname();
    }
}
