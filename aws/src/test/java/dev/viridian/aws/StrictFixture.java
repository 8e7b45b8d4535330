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
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/**
 * The strict AWS in memory with what somebody has before his first deployment, and platforms on it: in the virtual time of a simulation, whose artifacts they deploy. What a
 * version is like its name says: {@code broken} machines never answer well.
 */
final class StrictFixture {
    static final Duration BOOT = Duration.ofSeconds(40);

    /** A load balancer is not there at once. */
    private static final Duration UNTIL_BALANCED = Duration.ofMinutes(10);

    private final SimulatedPlatform simulation;
    private final SimulatedAws aws;
    private final StateStore state = new MemoryStateStore();
    private final Forwarding forwarding;
    private final String launchTemplate;
    private final String entry;

    /** Where what is done side by side is done one after the other, which is quicker. */
    StrictFixture() {
        this(Simulation.of("orders").bare());
    }

    /** In the time of such a simulation. */
    StrictFixture(Simulation described) {
        simulation = described
                .refusesArtifact(version("missing-1.3").location(), "there is nothing")
                .open()
                .platform();
        aws = SimulatedAws.at(simulation.time());
        aws.machines(StrictFixture::behaviour);
        launchTemplate = aws.launchTemplate("orders");
        LoadBalancer shop = aws.loadBalancing()
                .createLoadBalancer(request -> request.name("shop").subnets(aws.subnets()))
                .loadBalancers()
                .get(0);
        entry = shop.dnsName();
        forwarding = ClosedListener.of(aws.loadBalancing(), shop);
        simulation.time().sleep(UNTIL_BALANCED);
    }

    private static Behaviour behaviour(Launched machine) {
        boolean broken =
                machine.tags().getOrDefault(EnvironmentTags.ARTIFACT, "").contains("broken");
        return broken
                ? Behaviour.well().booting(BOOT).sick().abandoning()
                : Behaviour.well().booting(BOOT);
    }

    /** Whether somebody who comes to the load balancer now gets a good answer. */
    boolean usersAreAnswered() {
        return visit().filter(visit -> visit.reply().status() == 200).isPresent();
    }

    /** What somebody gets who comes to the load balancer now. */
    Optional<Visit> visit() {
        return aws.ask(entry, "/");
    }

    Optional<Visit> visit(String path) {
        return aws.ask(entry, path);
    }

    /** How many groups, target groups and rules there are besides those of one environment. */
    int leftovers() {
        int groups = aws.autoScaling()
                .describeAutoScalingGroups()
                .autoScalingGroups()
                .size();
        int targets = aws.loadBalancing().describeTargetGroups().targetGroups().size();
        int rules = aws.loadBalancing()
                .describeRules(request -> request.listenerArn(forwarding.listener()))
                .rules()
                .size();
        return Math.max(0, groups - 1) + Math.max(0, targets - 1) + Math.max(0, rules - 2);
    }

    SimulatedAws aws() {
        return aws;
    }

    SimulatedPlatform simulation() {
        return simulation;
    }

    static Artifact version(String version) {
        return Artifact.of("s3://releases/orders/" + version + "/orders.tar.gz");
    }

    ArtifactStore artifacts() {
        return simulation.artifacts();
    }

    AwsPlatform open() {
        return open(setup -> setup);
    }

    AwsPlatform open(UnaryOperator<AwsSetup> change) {
        return open(launchTemplate, 1, change);
    }

    AwsPlatform openFrom(String template, int version) {
        return open(template, version, setup -> setup);
    }

    private AwsPlatform open(String template, int version, UnaryOperator<AwsSetup> change) {
        return change.apply(AwsPlatform.application("orders")
                        .behind(forwarding)
                        .launching(template, version)
                        .in(aws.subnets().get(0), aws.subnets().get(1))
                        .listeningOn(8080)
                        .keepingStateIn(state)
                        .artifactsFrom(simulation.artifacts())
                        .checkedBy(TargetChecks.at("/health"))
                        .calling(AwsClients.standard()
                                .ec2(aws.ec2())
                                .autoScaling(aws.autoScaling())
                                .loadBalancing(aws.loadBalancing())
                                .cloudWatch(aws.cloudWatch())
                                .ssm(aws.ssm()))
                        .asking(aws.probes())
                        .living(simulation.time(), simulation.tasks()))
                .open();
    }
}
