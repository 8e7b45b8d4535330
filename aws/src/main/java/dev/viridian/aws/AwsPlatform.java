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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * AWS as a platform: an environment is an Auto Scaling group of its own, from one version of a launch template, behind an application load balancer, by whose weights
 * users are moved.
 *
 * <pre>{@code
 * try (AwsPlatform production = AwsPlatform.application("orders")
 *         .behind(Forwarding.listener("arn:aws:elasticloadbalancing:…:listener/app/shop/…"))
 *         .launching("lt-0123456789abcdef0", 7)
 *         .in("subnet-0aaa", "subnet-0bbb")
 *         .listeningOn(8080)
 *         .keepingStateIn(S3StateStore.in(s3, "shop-deployments", "orders"))
 *         .checkedBy(TargetChecks.at("/health"))
 *         .open()) {
 *     Deployer.on(production).deploy(orders).orElseThrow();
 * }
 * }</pre>
 *
 * <p>For those who have no group there are environments of instances alone: {@code .launching("lt-0123456789abcdef0", 7).withoutGroup().in("subnet-0aaa", "subnet-0bbb")}, see
 * {@link AwsSetup.ChoosesGroup#withoutGroup()}.
 *
 * <p>What a machine is to run it reads in its own tags, which are written on it when it is launched: {@code viridian:artifact} says where exactly the bits are, {@code viridian:version} and
 * {@code viridian:sha256} which they are, {@code viridian:application} and {@code viridian:environment} for whom. In a launch template with
 * {@code InstanceMetadataTags=enabled} they are in the instance's metadata.
 *
 * <p>AWS takes no fencing token: it is looked at in the state store right before each call that changes something, and a small window stays, in which a call of a
 * controller that is just being taken over can land. Therefore each call can be repeated, and routing is believed only as it is read back.
 *
 * <p>Needs the libraries {@code software.amazon.awssdk:autoscaling}, unless there is no group, {@code ec2} and {@code elasticloadbalancingv2}. What must be allowed says {@link #policy()}. Closing it closes the
 * clients that it made; what runs goes on. Safe for use by several threads.
 */
public final class AwsPlatform implements Platform {
    private static final List<OptionalClient> CLIENTS = List.of(OptionalClient.EC2, OptionalClient.LOAD_BALANCING);

    private final AwsSetup setup;
    private final AwsClients.Opened clients;
    private final ArtifactStore artifacts;
    private final Probes probes;
    private final Environments environments;
    private final TrafficRouter traffic;
    private final KeptMachines kept;
    private final TargetMetrics metrics;

    AwsPlatform(AwsSetup said) {
        this.clients = said.clients().open();
        Optional<HostedZones> zones = said.entry() instanceof DnsRecord record
                ? Optional.of(new HostedZones(said, record, clients::route53))
                : Optional.empty();
        this.setup = zones.map(found -> said.findingZoneBy(found::id)).orElse(said);
        this.artifacts = setup.artifacts();
        this.probes = setup.probes();
        Parts parts = new Parts(
                new FencingRecord(setup.state()),
                new TargetGroups(setup, clients::loadBalancing),
                new Instances(setup, clients::ec2));
        Kind kind = setup.isFixed() ? ofInstances(parts) : ofGroups(parts);
        Way way = zones.map(found -> byRecord(found, parts, kind.sets))
                .orElseGet(() -> byListener((Forwarding) setup.entry(), parts, kind.sets));
        this.metrics = way.metrics;
        this.traffic = way.traffic;
        this.kept = new KeptMachines(setup, clients::ec2, parts.instances, kind.sets);
        this.environments = kind.environments.of(way, kept);
    }

    /** What all kinds of environments are made with. */
    private record Parts(FencingRecord gate, TargetGroups targets, Instances instances) {}

    /** How users come, and are moved. */
    private record Way(Front front, TargetMetrics metrics, SeenTraffic traffic, Supplier<List<String>> against) {}

    /** What an environment is. */
    private record Kind(MachineSets sets, Making environments) {}

    private interface Making {
        Environments of(Way way, KeptMachines kept);
    }

    private Kind ofGroups(Parts parts) {
        AutoScalingGroups groups = new AutoScalingGroups(setup, clients::autoScaling);
        GroupScaling scaling = new GroupScaling(setup, clients::autoScaling, groups);
        GroupSets sets = new GroupSets(setup, clients::autoScaling, groups, scaling);
        return new Kind(
                sets,
                (way, kept) -> new GroupEnvironments(
                        setup,
                        parts.gate,
                        groups,
                        parts.targets,
                        new GroupMachines(setup, parts.targets, parts.instances, way.front),
                        way.front,
                        new Preconditions(
                                setup,
                                clients::ec2,
                                way.front,
                                List.of(
                                        sets::againstTheQuota,
                                        () -> sets.againstFollowing(
                                                way.traffic.lately().sole()),
                                        way.against)),
                        kept,
                        scaling,
                        examination(parts, sets, way, kept),
                        way.traffic));
    }

    private Kind ofInstances(Parts parts) {
        FixedSets sets = new FixedSets(setup, parts.targets, parts.instances);
        return new Kind(
                sets,
                (way, kept) -> new FixedEnvironments(
                        setup,
                        parts.gate,
                        sets,
                        parts.targets,
                        parts.instances,
                        new FixedLaunch(setup, clients::ec2),
                        way.front,
                        new Preconditions(
                                setup,
                                clients::ec2,
                                way.front,
                                List.of(
                                        () -> sets.againstAnotherKind(
                                                way.traffic.lately().sole()),
                                        way.against)),
                        kept,
                        examination(parts, sets, way, kept),
                        way.traffic));
    }

    private Examination examination(Parts parts, MachineSets sets, Way way, KeptMachines kept) {
        return new Examination(
                setup,
                sets,
                parts.targets,
                parts.instances,
                kept,
                way.metrics,
                () -> new MachineCommands(setup, clients));
    }

    private Way byListener(Forwarding forwarding, Parts parts, MachineSets sets) {
        Balancer balancer = new Balancer(setup, forwarding, clients::loadBalancing);
        Front front =
                new SharedFront(forwarding, balancer, new AttachingRules(setup, forwarding, clients::loadBalancing));
        TargetMetrics metrics = new TargetMetrics(setup, clients, sets, front);
        TrafficRouter router = new ListenerTraffic(
                setup, forwarding, clients::loadBalancing, parts.gate, sets, parts.targets, balancer, metrics);
        return new Way(front, metrics, new SeenTraffic(router, setup.time()), List::of);
    }

    private Way byRecord(HostedZones zones, Parts parts, MachineSets sets) {
        DnsRecord record = zones.record();
        OwnFront front = new OwnFront(setup, record, clients::loadBalancing, clients::ec2);
        TargetMetrics metrics = new TargetMetrics(setup, clients, sets, front);
        RecordTraffic router = new RecordTraffic(
                setup,
                record,
                new RecordSets(setup, record, clients::route53, zones),
                parts.gate,
                front,
                sets,
                parts.targets,
                metrics);
        return new Way(front, metrics, new SeenTraffic(router, setup.time()), router::against);
    }

    /**
     * Begins to describe the platform of an application: lower-case letters, digits and dashes.
     *
     * @throws IllegalArgumentException when it is no such name
     * @throws IllegalStateException when the library of a client is not there; the message names it
     */
    public static AwsSetup.NeedsForwarding application(String name) {
        for (OptionalClient client : CLIENTS) {
            client.require("AWS as a platform");
        }
        return AwsSetup.application(name);
    }

    /** What whoever deploys must be allowed to: the smallest policy for this platform. Nothing is called for it. */
    public AwsPolicy policy() {
        return AwsPolicy.of(setup);
    }

    /**
     * While it is baked, no more than that share of the requests that the new environment got may be answered with 5xx by its machines. An alarm cannot say so, since each environment has a
     * target group of its own:
     *
     * <pre>{@code
     * .bake(ofMinutes(30), production.errorsAtMost(0.5, 200))
     * }</pre>
     *
     * @param percent 0 or more, and less than 100
     * @param requests from how many requests on it is judged, 1 or more; a bake in which fewer came is not taken for a good one
     * @throws IllegalStateException without {@link AwsSetup#readingMetrics}
     */
    public BakeCondition errorsAtMost(double percent, long requests) {
        return ErrorShare.of(metrics, setup.readsMetrics(), percent, requests);
    }

    /** The machines that failed and are kept for a person to look at, the oldest first; see {@link AwsSetup#keepingFailed}. */
    public List<KeptMachine> keptMachines() {
        return kept.all();
    }

    /** Ends the machines that failed and are kept: somebody has looked at them. */
    public void endKeptMachines() {
        kept.endAll(setup.caller());
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
        return "AWS, " + setup.application() + " behind " + setup.entry()
                + (setup.isFixed() ? ", by instances without a group" : "");
    }
}
