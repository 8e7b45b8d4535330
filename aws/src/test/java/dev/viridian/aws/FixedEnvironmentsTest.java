package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.AwsQuota;
import dev.viridian.testing.aws.Behaviour;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Environments of instances without a group. */
class FixedEnvironmentsTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private final StrictFixture fixture = new StrictFixture().withoutGroup();
    private final AwsPlatform platform = fixture.open();
    private int effects;

    private Fence fence() {
        return new Fence(1, "orders#1/effect " + ++effects);
    }

    private EnvironmentSpec spec(int machines) {
        return new EnvironmentSpec(NAME, fixture.artifacts().pin(StrictFixture.version("1.0")), machines);
    }

    private Environment made(int machines) {
        platform.environments().create(spec(machines), fence());
        sleep(Duration.ofMinutes(3));
        return found();
    }

    private Environment found() {
        return platform.environments().find(NAME).orElseThrow();
    }

    private void sleep(Duration time) {
        fixture.simulation().time().sleep(time);
    }

    private List<Instance> instances() {
        return fixture.aws().ec2().describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private long alive() {
        return instances().stream()
                .filter(instance ->
                        Set.of("pending", "running").contains(instance.state().nameAsString()))
                .count();
    }

    private static Deployment version(String version, int machines) {
        return Deployment.blueGreen()
                .artifact(StrictFixture.version(version))
                .healthCheck(http("/health").consecutively(2).within(Duration.ofMinutes(5)))
                .keepWarm(Duration.ZERO)
                .machines(machines)
                .notifying(notification -> {});
    }

    /** As docs/aws.md has it. */
    @Test
    void theBuilderReadsAsTheDocumentationHasIt() {
        AwsSetup setup = AwsPlatform.application("orders")
                .behind(
                        Forwarding.listener(
                                "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2"))
                .launching("lt-0123456789abcdef0", 7)
                .withoutGroup()
                .in("subnet-0aaa", "subnet-0bbb")
                .listeningOn(8080)
                .keepingStateIn(new MemoryStateStore());

        try (AwsPlatform opened = setup.open()) {
            assertThat(opened).asString().endsWith(", by instances without a group");
            assertThat(opened.policy().toString()).doesNotContain("autoscaling:");
        }
    }

    @Test
    void machinesAreSpreadOverTheSubnetsAndToldWhatToRun() {
        made(4);

        assertThat(instances().stream()
                        .collect(Collectors.groupingBy(Instance::subnetId, Collectors.counting()))
                        .values())
                .containsExactly(2L, 2L);
        assertThat(instances())
                .allSatisfy(instance -> assertThat(instance.tags())
                        .contains(
                                tag("viridian:artifact", spec(4).artifact().location()),
                                tag("viridian:environment", "orders-1-1"),
                                tag("viridian:application", "orders"),
                                tag("Name", "orders-1-1")));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** A target group's tag takes fewer characters than an instance's. */
    @Test
    void machinesThatComeLaterAreToldTheSameVersionOfAnObjectInS3() {
        String location = "s3://releases/orders/1.0/orders.tar.gz?versionId=3HL4kqtJ.vBH%40&x";
        platform.environments()
                .create(new EnvironmentSpec(NAME, fixture.artifacts().pin(Artifact.of(location)), 1), fence());
        fixture.open().environments().resize(NAME, 2, fence());

        assertThat(instances())
                .hasSize(2)
                .allSatisfy(instance -> assertThat(instance.tags()).contains(tag("viridian:artifact", location)));
    }

    @Test
    void aMachineRunsOnlyWhenItHasPassedItsStatusChecksToo() {
        platform.environments().create(spec(1), fence());
        sleep(Duration.ofSeconds(50));
        assertThat(found().machines().get(0))
                .satisfies(machine -> assertThat(machine.state()).isEqualTo(Machine.State.STARTING))
                .satisfies(machine -> assertThat(machine.detail())
                        .isEqualTo("EC2: status checks of the host: initializing, of the instance: initializing"));

        sleep(Duration.ofSeconds(30));
        assertThat(found().machines().get(0).state()).isEqualTo(Machine.State.RUNNING);
    }

    @Test
    void oneThatEc2FindsImpairedIsNeverTakenForGoodWhateverItAnswers() {
        fixture.aws().machines(instance -> Behaviour.well().impaired());
        Environment environment = made(1);

        assertThat(environment.machines().get(0).state()).isEqualTo(Machine.State.UNKNOWN);
        assertThat(platform.environments()
                        .examine(NAME, environment.machines().get(0).id())
                        .toString())
                .contains("status checks of the host: ok, of the instance: impaired")
                .contains("healthy")
                .contains("Linux version");
    }

    @Test
    void oneThatDiesIsToldWithItsReasonUntilAnotherIsInItsPlace() {
        Machine dead = made(2).machines().get(0);
        fixture.aws().end(dead.id().value());
        sleep(Duration.ofMinutes(1));

        assertThat(found().machine(dead.id()).orElseThrow())
                .satisfies(machine -> assertThat(machine.state()).isEqualTo(Machine.State.FAILED))
                .satisfies(machine -> assertThat(machine.detail()).contains("Server.InternalError"));
        platform.environments().replace(NAME, dead.id(), fence());
        sleep(Duration.ofMinutes(3));
        assertThat(found().machines())
                .hasSize(2)
                .allMatch(machine -> machine.state() == Machine.State.RUNNING)
                .noneMatch(machine -> machine.id().equals(dead.id()));
    }

    @Test
    void whatAZoneHasNoRoomForIsLaunchedInAnother() {
        fixture.aws().zoneIsFull("eu-central-1a", LATER);

        assertThat(made(4).machines()).hasSize(4).allMatch(machine -> machine.state() == Machine.State.RUNNING);
        assertThat(instances())
                .allMatch(instance -> instance.placement().availabilityZone().equals("eu-central-1b"));
    }

    @Test
    void aLaunchWithoutRoomSaysSoAndWhatToDoAndMayGoWellLater() {
        fixture.aws().typeIsFull("t3.micro", LATER);

        PlatformException refused = catchThrowableOfType(
                PlatformException.class, () -> platform.environments().create(spec(2), fence()));
        assertThat(refused.failure().worthRetrying()).isTrue();
        assertThat(refused)
                .hasMessageContaining("launch 2 more machines of orders-1-1")
                .hasMessageContaining("do not have sufficient t3.micro capacity")
                .hasMessageContaining("Name subnets of more zones");
        assertThat(platform.environments().list())
                .as("what was begun is found, so that it can be removed")
                .hasSize(1);
        platform.environments().destroy(NAME, fence());
        assertThat(platform.environments().list()).isEmpty();
        assertThat(fixture.leftovers()).isZero();
    }

    @Test
    void aQuotaThatIsReachedFailsTheDeploymentWithWhatToDoAndLeavesNothing() {
        Deployer.on(platform).deploy(version("1.0", 2)).orElseThrow();
        fixture.aws().quota(AwsQuota.INSTANCES, 3);

        DeploymentResult result = Deployer.on(platform).deploy(version("1.1", 2));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.toString()).contains("Service Quotas");
        assertThat(alive()).isEqualTo(2);
        assertThat(fixture.usersAreAnswered()).isTrue();
    }

    @Test
    void whatWasLaunchedWithoutAnAnswerIsNotLaunchedAgain() {
        fixture.aws()
                .faults(call ->
                        call.operation().equals("RunInstances") ? Optional.of(AwsFault.ANSWER_LOST) : Optional.empty());
        Fence same = fence();
        assertThatThrownBy(() -> platform.environments().create(spec(2), same)).isInstanceOf(PlatformException.class);
        fixture.aws().faults(call -> Optional.empty());
        fixture.aws().findingWhatIsNewAfter(Duration.ofMinutes(1));

        fixture.open().environments().create(spec(2), same);
        sleep(Duration.ofMinutes(2));

        assertThat(instances()).hasSize(2);
        assertThat(alive()).isEqualTo(2);
    }

    @Test
    void ofSeveralChangesAtTheSameTimeNoneLaunchesWhatAnotherLaunches() throws Exception {
        StrictFixture lively = new StrictFixture(Simulation.of("orders")).withoutGroup();
        lively.aws().findingWhatIsNewAfter(Duration.ofSeconds(2));
        AwsPlatform shared = lively.open();
        EnvironmentSpec wanted = new EnvironmentSpec(NAME, lively.artifacts().pin(StrictFixture.version("1.0")), 2);
        List<Callable<Environment>> changes = Stream.of("a", "b", "c")
                .<Callable<Environment>>map(effect ->
                        () -> shared.environments().create(wanted, new Fence(1, "orders#1/" + effect)))
                .toList();

        shared.tasks().all(changes);

        assertThat(lively.aws().calls())
                .filteredOn(answered -> answered.call().operation().equals("RunInstances"))
                .as("one in each of two subnets")
                .hasSize(2);
    }

    @Test
    void whatIsLaunchedTwiceAllTheSameIsEndedAgain() {
        fixture.aws()
                .faults(call ->
                        call.operation().equals("RunInstances") ? Optional.of(AwsFault.ANSWER_LOST) : Optional.empty());
        assertThatThrownBy(() -> platform.environments().create(spec(1), fence()))
                .isInstanceOf(PlatformException.class);
        fixture.aws().faults(call -> Optional.empty());
        fixture.aws().findingWhatIsNewAfter(Duration.ofSeconds(3));

        fixture.open().environments().create(spec(1), fence());
        sleep(Duration.ofMinutes(2));

        assertThat(alive()).isEqualTo(1);
        assertThat(found().machines()).hasSize(1);
    }

    @Test
    void whatWasJustLaunchedIsRemovedThoughItIsNotFoundAtFirst() {
        fixture.aws().findingWhatIsNewAfter(Duration.ofSeconds(3));
        fixture.aws()
                .faults(call ->
                        call.operation().equals("RunInstances") ? Optional.of(AwsFault.ANSWER_LOST) : Optional.empty());
        assertThatThrownBy(() -> platform.environments().create(spec(2), fence()))
                .isInstanceOf(PlatformException.class);
        fixture.aws().faults(call -> Optional.empty());

        platform.environments().destroy(NAME, fence());

        assertThat(alive()).isZero();
        assertThat(instances())
                .as("one was launched before the answer was lost")
                .hasSize(1);
    }

    @Test
    void instancesWhoseTargetGroupIsGoneAreListedAndRemovedAllTheSame() {
        made(2);
        String group = fixture.aws()
                .loadBalancing()
                .describeTargetGroups()
                .targetGroups()
                .get(0)
                .targetGroupArn();
        fixture
                .aws()
                .loadBalancing()
                .describeRules(request -> request.listenerArn(((Forwarding) fixture.entry()).listener()))
                .rules()
                .stream()
                .filter(rule -> !rule.isDefault())
                .forEach(rule -> fixture.aws().loadBalancing().deleteRule(request -> request.ruleArn(rule.ruleArn())));
        fixture.aws().loadBalancing().deleteTargetGroup(request -> request.targetGroupArn(group));

        assertThat(platform.environments().list()).extracting(Environment::name).containsExactly(NAME);
        platform.environments().destroy(NAME, fence());

        assertThat(alive()).isZero();
        assertThat(platform.environments().list()).isEmpty();
    }

    @Test
    void aMachineIsTakenFromTheLoadBalancerAndDrainedBeforeItEnds() {
        made(2);
        int before = fixture.aws().calls().size();
        platform.environments().destroy(NAME, fence());

        assertThat(fixture.aws().calls().stream()
                        .skip(before)
                        .map(answered -> answered.call().operation())
                        .filter(operation -> !operation.startsWith("Describe")))
                .containsExactly(
                        "AddTags", "DeregisterTargets", "TerminateInstances", "DeleteRule", "DeleteTargetGroup");
    }

    /** What was deregistered a moment ago may still be said to be as it was. */
    @Test
    void itIsDrainedAlsoWhereTheLoadBalancerSaysAtFirstThatItIsHealthy() {
        made(1);
        String[] before = {""};
        fixture.aws().faults(call -> {
            boolean isRightAfter = before[0].equals("DeregisterTargets");
            before[0] = call.operation();
            return isRightAfter ? Optional.of(AwsFault.STALE) : Optional.empty();
        });

        platform.environments().destroy(NAME, fence());

        assertThat(Duration.between(at("DeregisterTargets"), at("TerminateInstances")))
                .isGreaterThanOrEqualTo(AwsSetup.DEFAULT_DRAIN);
    }

    private Instant at(String operation) {
        return fixture.aws().calls().stream()
                .filter(answered -> answered.call().operation().equals(operation))
                .findFirst()
                .orElseThrow()
                .at();
    }

    @Test
    void oneThatIsReplacedIsKeptWhereThatIsAskedFor() {
        AwsPlatform keeping = fixture.open(setup -> setup.keepingFailed(1, Duration.ofHours(1)));
        Machine sick = made(2).machines().get(0);
        assertThat(keeping.environments().examine(NAME, sick.id()).toString())
                .contains("it runs on for 1 h, without users");

        keeping.environments().replace(NAME, sick.id(), fence());

        assertThat(keeping.keptMachines()).extracting(KeptMachine::id).containsExactly(sick.id());
        assertThat(found().machines())
                .hasSize(2)
                .noneMatch(machine -> machine.id().equals(sick.id()));
        assertThat(alive()).isEqualTo(3);
        keeping.endKeptMachines();
        assertThat(alive()).isEqualTo(2);
    }

    @Test
    void fewerMachinesAreThoseThatAreWell() {
        fixture.aws()
                .machines(instance -> instance.number() == 1 ? Behaviour.well().sick() : Behaviour.well());
        made(3);
        String sick = instances().get(0).instanceId();

        platform.environments().resize(NAME, 2, fence());

        assertThat(found().machines())
                .hasSize(2)
                .noneMatch(machine -> machine.id().value().equals(sick));
    }

    @Test
    void aWholeDayOfDeploymentsMovesUsersAndEndsWithOneEnvironment() {
        Deployer deployer = Deployer.on(platform);
        deployer.deploy(version("1.0", 2)).orElseThrow();
        deployer.deploy(version("1.1", 2)).orElseThrow();
        DeploymentResult broken = deployer.deploy(version("broken-1.2", 2));

        assertThat(broken.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(broken.toString()).contains("load balancer");
        TrafficSplit live = platform.traffic().observed();
        assertThat(platform.environments().list())
                .extracting(Environment::name)
                .containsExactly(live.sole().orElseThrow());
        assertThat(alive()).isEqualTo(2);
        assertThat(fixture.leftovers()).isZero();
    }

    @Test
    void whatIsLiveIsNotTakenOverByGroupsEither() {
        StrictFixture both = new StrictFixture().withoutGroup();
        Deployer.on(both.open()).deploy(version("1.0", 1)).orElseThrow();
        TrafficSplit before = both.open().traffic().observed();
        Deployer groups = Deployer.on(both.withGroups().open());

        assertThatThrownBy(() -> groups.plan(version("1.1", 1)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("The live environment orders-1-1 has no Auto Scaling group")
                .hasMessageContaining("deploy withoutGroup()");
        DeploymentResult result = groups.deploy(version("1.1", 1));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(both.open().traffic().observed()).isEqualTo(before);
        assertThat(both.aws().calls())
                .extracting(call -> call.call().operation())
                .doesNotContain("CreateAutoScalingGroup");
    }

    @Test
    void whatIsLiveAsAnotherKindIsRefusedBeforeAnythingIsTouched() {
        StrictFixture both = new StrictFixture();
        Deployer.on(both.open()).deploy(version("1.0", 1)).orElseThrow();
        AwsPlatform fixed = both.withoutGroup().open();

        DeploymentResult result = Deployer.on(fixed).deploy(version("1.1", 1));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.toString()).contains("is not one of instances without a group");
    }

    /** A candidate that fails could not be taken away again. */
    @Test
    void aLaunchTemplateByWhichNoMachineCouldBeEndedIsRefusedBeforeAnythingIsTouched() {
        AwsPlatform lasting = fixture.openFrom(fixture.protectedTemplate(), setup -> setup);

        DeploymentResult result = Deployer.on(lasting).deploy(version("1.0", 1));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains("are protected from termination (DisableApiTermination)")
                .contains("Turn that off in a version of it");
        assertThat(instances()).isEmpty();
    }

    @Test
    void aLocationThatBecomesTooLongForATagIsKnownBefore() {
        String location = "s3://releases/" + "?".repeat(90);
        EnvironmentSpec spec = new EnvironmentSpec(NAME, fixture.artifacts().pin(Artifact.of(location)), 1);

        assertThatThrownBy(() -> platform.environments().requirePossible(spec))
                .hasMessageContaining("The artifact's location has 284 characters as it is written into a tag");
    }

    @Test
    void whatOnlyAGroupCanDoIsNotTaken() {
        assertThatThrownBy(() -> fixture.open(setup -> setup.reportingWithin(Duration.ofMinutes(5))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("health checks alone say when a machine is ready");
        assertThatThrownBy(() -> fixture.open(setup -> setup.failingAfter(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the first launch that fails is told");
    }
}
