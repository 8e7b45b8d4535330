package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often AWS is called. */
class AwsCallsTest extends DeploymentCalls {
    @Override
    StrictFixture fixture() {
        return new StrictFixture();
    }

    @Test
    void eachThingIsChangedOnce() {
        Map<String, Long> changes = changesOfASecondDeployment();
        assertThat(changes.remove("ec2:RunInstances"))
                .as("tried and not made, to see whether it is allowed")
                .isEqualTo(1);

        assertThat(changes)
                .as("how often each is called; the former group is sized as well as the new one")
                .isEqualTo(Map.ofEntries(
                        Map.entry("autoscaling:UpdateAutoScalingGroup", 2L),
                        Map.entry("autoscaling:CreateAutoScalingGroup", 1L),
                        Map.entry("elasticloadbalancing:CreateTargetGroup", 1L),
                        Map.entry("elasticloadbalancing:ModifyTargetGroupAttributes", 1L),
                        Map.entry("elasticloadbalancing:CreateRule", 1L),
                        Map.entry("autoscaling:AttachLoadBalancerTargetGroups", 1L),
                        Map.entry("elasticloadbalancing:ModifyListener", 1L),
                        Map.entry("elasticloadbalancing:DeleteRule", 1L),
                        Map.entry("autoscaling:DetachLoadBalancerTargetGroups", 1L),
                        Map.entry("elasticloadbalancing:DeleteTargetGroup", 1L),
                        Map.entry("autoscaling:DeleteAutoScalingGroup", 1L)));
    }

    @Test
    void makingAnEnvironmentLooksTwiceAndChangesSevenThings() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open();
        create(fixture, platform, "orders-1-1");
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        List<String> calls = callsOf(fixture, () -> create(fixture, platform, "orders-2-1"));

        assertThat(calls)
                .as(
                        "the target group's tags are looked at, since one of the same name and settings is handed out whoever made it")
                .containsExactly(
                        "DescribeListeners",
                        "DescribeAutoScalingGroups",
                        "CreateAutoScalingGroup",
                        "CreateTargetGroup",
                        "DescribeTags",
                        "ModifyTargetGroupAttributes",
                        "CreateRule",
                        "AttachLoadBalancerTargetGroups",
                        "UpdateAutoScalingGroup");
    }

    /** What is live is looked at twice, as one answer may be an old one; what may stand in the way is looked at beside that, and not a third time. */
    @Test
    void aPlanLooksAtWhatIsLiveTwice() {
        StrictFixture fixture = new StrictFixture();
        Deployer.on(fixture.open()).deploy(version("1.0", 4)).orElseThrow();
        AwsPlatform platform = fixture.open();

        List<String> calls = callsOf(fixture, () -> Deployer.on(platform).plan(version("1.1", 4)));

        assertThat(calls)
                .containsExactly(
                        "DescribeListeners",
                        "DescribeTags",
                        "DescribeAutoScalingGroups",
                        "DescribeListeners",
                        "DescribeAutoScalingGroups",
                        "DescribeTargetHealth",
                        "DescribeInstances",
                        "DescribeLaunchTemplateVersions",
                        "DescribeImages",
                        "DescribeSubnets",
                        "DescribeLoadBalancers",
                        "DescribeAccountLimits",
                        "DescribePolicies",
                        "RunInstances");
    }

    @Test
    void whatWasLookedAtAMomentAgoIsNotLookedAtAgainToMoveUsersThere() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open();
        well(fixture, platform);
        EnvironmentName name = new EnvironmentName("orders-1-1");

        List<String> atOnce = callsOf(
                fixture, () -> platform.traffic().route(TrafficSplit.allTo(name), new Fence(1, "orders#1/route")));
        fixture.simulation().time().sleep(Duration.ofSeconds(15));
        List<String> later = callsOf(
                fixture, () -> platform.traffic().route(TrafficSplit.allTo(name), new Fence(1, "orders#1/route")));

        assertThat(atOnce).containsExactly("DescribeListeners", "ModifyListener");
        assertThat(later).containsExactly("DescribeAutoScalingGroups", "DescribeListeners");
    }

    @Test
    void aLoadBalancerIsNotAskedBeforeAMachineIsInService() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open(setup -> setup.reportingWithin(Duration.ofMinutes(5)));
        create(fixture, platform, "orders-1-1");

        fixture.simulation().time().sleep(StrictFixture.BOOT.dividedBy(2));
        List<String> whileItBoots = callsOf(fixture, () -> find(platform));
        fixture.simulation().time().sleep(StrictFixture.BOOT);
        List<String> inService = callsOf(fixture, () -> find(platform));

        assertThat(whileItBoots).containsExactly("DescribeAutoScalingGroups", "DescribeInstances");
        assertThat(inService)
                .as("of each EC2 has said that it runs, and where")
                .containsExactly("DescribeAutoScalingGroups", "DescribeTargetHealth");
    }

    @Test
    void ec2IsAskedAgainWhereAMachineIsNewOrNotCalledGood() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open();
        List<Machine> all = well(fixture, platform);
        assertThat(callsOf(fixture, () -> find(platform))).doesNotContain("DescribeInstances");

        String ended = all.get(0).id().value();
        fixture.aws().end(ended);
        List<String> notWell = callsOf(
                fixture,
                () -> assertThat(machines(platform))
                        .filteredOn(machine -> machine.state() != Machine.State.RUNNING)
                        .singleElement()
                        .satisfies(machine -> assertThat(machine.id().value()).isEqualTo(ended)));
        fixture.simulation().time().sleep(Duration.ofMinutes(10));
        List<Machine> again = new ArrayList<>();
        List<String> newcomer = callsOf(fixture, () -> again.addAll(machines(platform)));

        assertThat(notWell).contains("DescribeInstances");
        assertThat(newcomer).contains("DescribeInstances");
        assertThat(again)
                .hasSize(4)
                .allSatisfy(machine -> assertThat(machine.host()).isNotEmpty())
                .allSatisfy(machine -> assertThat(machine.state()).isEqualTo(Machine.State.RUNNING))
                .noneMatch(machine -> machine.id().value().equals(ended));
        assertThat(callsOf(fixture, () -> find(platform))).doesNotContain("DescribeInstances");
    }

    /** Somebody may give an instance another one while it runs. */
    @Test
    void ec2IsAskedForPublicAddressesEachTime() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open(AwsSetup::reachedByPublicAddress);
        well(fixture, platform);

        assertThat(callsOf(fixture, () -> find(platform))).contains("DescribeInstances");
    }

    /** By its own target group, of which AWS gives each another name. */
    @Test
    void anEnvironmentThatIsMadeAnewIsAskedAbout() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open();
        well(fixture, platform);
        platform.environments().destroy(new EnvironmentName("orders-1-1"), new Fence(1, "orders-1-1"));

        assertThat(well(fixture, platform))
                .allSatisfy(machine -> assertThat(machine.state()).isEqualTo(Machine.State.RUNNING));
        assertThat(callsOf(fixture, () -> find(platform)))
                .containsExactly("DescribeAutoScalingGroups", "DescribeTargetHealth");
    }

    private static List<Machine> well(StrictFixture fixture, AwsPlatform platform) {
        create(fixture, platform, "orders-1-1");
        fixture.simulation().time().sleep(Duration.ofMinutes(5));
        List<Machine> all = machines(platform);
        assertThat(all)
                .hasSize(4)
                .allSatisfy(machine -> assertThat(machine.state()).isEqualTo(Machine.State.RUNNING));
        return all;
    }

    private static void create(StrictFixture fixture, AwsPlatform platform, String name) {
        platform.environments()
                .create(
                        new EnvironmentSpec(
                                new EnvironmentName(name), fixture.artifacts().pin(StrictFixture.version("1.0")), 4),
                        new Fence(1, name));
    }

    private static void find(AwsPlatform platform) {
        assertThat(machines(platform)).hasSize(4);
    }

    private static List<Machine> machines(AwsPlatform platform) {
        return platform.environments()
                .find(new EnvironmentName("orders-1-1"))
                .orElseThrow()
                .machines();
    }

    private static List<String> callsOf(StrictFixture fixture, Runnable done) {
        int before = fixture.aws().calls().size();
        done.run();
        return fixture.aws().calls().stream()
                .skip(before)
                .map(answered -> answered.call().operation())
                .toList();
    }
}
