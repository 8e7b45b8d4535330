package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.StateStore;
import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.aws.Behaviour;
import dev.viridian.testing.aws.Launched;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.aws.Visit;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/**
 * The strict AWS in memory with what somebody has before his first deployment, and platforms on it: in the virtual time of a simulation, whose artifacts they deploy. What a
 * version is like its name says: {@code broken} machines never answer well.
 */
final class StrictFixture implements ExploredAws {
    static final Duration BOOT = Duration.ofSeconds(40);

    /** A load balancer is not there at once. */
    private static final Duration UNTIL_BALANCED = Duration.ofMinutes(10);

    private final SimulatedPlatform simulation;
    private final SimulatedAws aws;
    private final StateStore state = new MemoryStateStore();
    private final Door door;
    private final String launchTemplate;
    private boolean withoutGroup;

    /** Where what is done side by side is done one after the other, which is quicker. */
    StrictFixture() {
        this(Simulation.of("orders").bare());
    }

    /** In the time of such a simulation. */
    StrictFixture(Simulation described) {
        this(described, StrictFixture::balancer);
    }

    /** Where users are moved by a record, which is made of the zone's id and of what load balancers are like. */
    static StrictFixture byRecord(Simulation described, BiFunction<String, EnvironmentBalancer, DnsRecord> record) {
        return new StrictFixture(described, aws -> record(aws, record));
    }

    /** From now on its platforms' environments have groups, whatever they had before. */
    StrictFixture withGroups() {
        withoutGroup = false;
        return this;
    }

    /** Its platforms have environments of instances without a group. */
    StrictFixture withoutGroup() {
        withoutGroup = true;
        return this;
    }

    /** Where users come in, and what they get there now. */
    private record Door(UsersEntry entry, String name, Supplier<List<Optional<Visit>>> visits) {}

    private static Door balancer(SimulatedAws aws) {
        LoadBalancer shop = aws.loadBalancing()
                .createLoadBalancer(request -> request.name("shop").subnets(aws.subnets()))
                .loadBalancers()
                .get(0);
        return new Door(
                ClosedListener.of(aws.loadBalancing(), shop),
                shop.dnsName(),
                () -> List.of(aws.ask(shop.dnsName(), "/")));
    }

    private static Door record(SimulatedAws aws, BiFunction<String, EnvironmentBalancer, DnsRecord> make) {
        String zone = aws.route53()
                .createHostedZone(request -> request.name("shop.example").callerReference("shop"))
                .hostedZone()
                .id();
        List<String> subnets = aws.subnets();
        withIpv6(aws, subnets.get(0), 0);
        withIpv6(aws, subnets.get(1), 1);
        DnsRecord record = make.apply(zone, EnvironmentBalancer.in(subnets.get(0), subnets.get(1)));
        return new Door(record, record.name(), new NamedUsers(aws, record)::visits);
    }

    private static void withIpv6(SimulatedAws aws, String subnet, int number) {
        aws.ec2()
                .associateSubnetCidrBlock(
                        request -> request.subnetId(subnet).ipv6CidrBlock("2001:db8:0:" + number + "::/64"));
    }

    private StrictFixture(Simulation described, Function<SimulatedAws, Door> making) {
        simulation = described
                .refusesArtifact(version("missing-1.3").location(), "there is nothing")
                .open()
                .platform();
        aws = SimulatedAws.at(simulation.time());
        aws.machines(StrictFixture::behaviour);
        launchTemplate = aws.launchTemplate("orders");
        door = making.apply(aws);
        simulation.time().sleep(UNTIL_BALANCED);
    }

    private static Behaviour behaviour(Launched machine) {
        boolean broken =
                machine.tags().getOrDefault(EnvironmentTags.ARTIFACT, "").contains("broken");
        return broken
                ? Behaviour.well().booting(BOOT).sick().abandoning()
                : Behaviour.well().booting(BOOT);
    }

    /** What those get who come now. */
    @Override
    public List<Optional<Visit>> visits() {
        return door.visits.get();
    }

    /** What one of them gets. */
    Optional<Visit> visit() {
        return visits().get(0);
    }

    /** What somebody gets there who looks the name up now. */
    Optional<Visit> visit(String path) {
        return aws.ask(door.name, path);
    }

    UsersEntry entry() {
        return door.entry;
    }

    /** How many groups, target groups, load balancers and rules there are besides those of one environment. Whoever looks is throttled no more. */
    @Override
    public int leftovers() {
        aws.notThrottling();
        int groups = aws.autoScaling()
                .describeAutoScalingGroups()
                .autoScalingGroups()
                .size();
        int targets = aws.loadBalancing().describeTargetGroups().targetGroups().size();
        int balancers =
                aws.loadBalancing().describeLoadBalancers().loadBalancers().size();
        int rules = door.entry instanceof Forwarding forwarding
                ? aws.loadBalancing()
                        .describeRules(request -> request.listenerArn(forwarding.listener()))
                        .rules()
                        .size()
                : 0;
        return Math.max(0, groups - 1)
                + Math.max(0, targets - 1)
                + instancesOfNobody()
                + Math.max(0, balancers - 1)
                + Math.max(0, rules - 2);
    }

    /** Instances without a group that are not registered where users come. */
    private int instancesOfNobody() {
        Set<String> registered = aws.loadBalancing().describeTargetGroups().targetGroups().stream()
                .flatMap(group -> aws
                        .loadBalancing()
                        .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                        .targetHealthDescriptions()
                        .stream())
                .map(target -> target.target().id())
                .collect(Collectors.toSet());
        return withoutGroup
                ? (int) aws
                        .ec2()
                        .describeInstances(request -> request.filters(Filter.builder()
                                .name("instance-state-name")
                                .values("pending", "running")
                                .build()))
                        .reservations()
                        .stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .filter(instance -> !registered.contains(instance.instanceId()))
                        .count()
                : 0;
    }

    @Override
    public SimulatedAws aws() {
        return aws;
    }

    SimulatedPlatform simulation() {
        return simulation;
    }

    static Artifact version(String version) {
        return Artifact.of("s3://releases/orders/" + version + "/orders.tar.gz");
    }

    @Override
    public Artifact artifact(String version) {
        return version(version);
    }

    ArtifactStore artifacts() {
        return simulation.artifacts();
    }

    @Override
    public AwsPlatform open() {
        return open(setup -> setup);
    }

    AwsPlatform open(UnaryOperator<AwsSetup> change) {
        return open(launchTemplate, 1, change);
    }

    /** From version 1 of that launch template. */
    AwsPlatform openFrom(String template, UnaryOperator<AwsSetup> change) {
        return open(template, 1, change);
    }

    AwsPlatform openFrom(String template, int version) {
        return open(template, version, setup -> setup);
    }

    /** A launch template whose machines are protected from termination. */
    String protectedTemplate() {
        return aws.ec2()
                .createLaunchTemplate(request -> request.launchTemplateName("protected")
                        .launchTemplateData(data -> data.imageId(aws.image()).disableApiTermination(true)))
                .launchTemplate()
                .launchTemplateId();
    }

    /** The same application's, and the same state's, with another way for users to come in. */
    AwsPlatform openBehind(UsersEntry other) {
        return open(other, launchTemplate, 1, setup -> setup);
    }

    /** Those of such an AWS. */
    static AwsClients clients(SimulatedAws aws) {
        return AwsClients.standard()
                .ec2(aws.ec2())
                .autoScaling(aws.autoScaling())
                .loadBalancing(aws.loadBalancing())
                .cloudWatch(aws.cloudWatch())
                .ssm(aws.ssm())
                .route53(aws.route53());
    }

    private AwsPlatform open(String template, int version, UnaryOperator<AwsSetup> change) {
        return open(door.entry, template, version, change);
    }

    private AwsPlatform open(UsersEntry behind, String template, int version, UnaryOperator<AwsSetup> change) {
        AwsSetup.ChoosesGroup begun =
                AwsPlatform.application("orders").behind(behind).launching(template, version);
        return change.apply((withoutGroup ? begun.withoutGroup() : begun)
                        .in(aws.subnets().get(0), aws.subnets().get(1))
                        .listeningOn(8080)
                        .keepingStateIn(state)
                        .artifactsFrom(simulation.artifacts())
                        .checkedBy(TargetChecks.at("/health"))
                        .calling(clients(aws))
                        .asking(aws.probes())
                        .living(simulation.time(), simulation.tasks()))
                .open();
    }
}
