package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static dev.viridian.aws.S3StateStore.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.aws.AnsweredCall;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.AwsQuota;
import dev.viridian.testing.aws.SimulatedAws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;

class BeanstalkPlatformTest {
    private static final Duration UNTIL_READY = Duration.ofMinutes(6);

    private final BeanstalkFixture fixture = new BeanstalkFixture();
    private final SimulatedAws aws = fixture.aws();
    private final ElasticBeanstalkClient beanstalk = aws.elasticBeanstalk();
    private final BeanstalkPlatform platform = fixture.open();

    private static Deployment version(String version) {
        return version(BeanstalkFixture.version(version), 2);
    }

    private static Deployment version(Artifact artifact, int machines) {
        return Deployment.blueGreen()
                .artifact(artifact)
                .healthCheck(http("/health").consecutively(3))
                .keepWarm(Duration.ZERO)
                .machines(machines)
                .notifying(notification -> {});
    }

    private DeploymentResult deploy(String version) {
        return Deployer.on(platform).deploy(version(version));
    }

    private EnvironmentDescription described(String name) {
        return beanstalk
                .describeEnvironments(request -> request.environmentNames(name).includeDeleted(false))
                .environments()
                .get(0);
    }

    private Environment live() {
        EnvironmentName live = platform.traffic().observed().sole().orElseThrow();
        return platform.environments().find(live).orElseThrow();
    }

    private Environment made(String name, int machines) {
        EnvironmentName of = new EnvironmentName(name);
        platform.environments()
                .create(
                        new EnvironmentSpec(of, fixture.artifacts().pin(BeanstalkFixture.version("1.0")), machines),
                        new Fence(1, name));
        fixture.simulation().time().sleep(UNTIL_READY);
        return platform.environments().find(of).orElseThrow();
    }

    private void route(TrafficSplit split) {
        platform.traffic().route(split, new Fence(1, "route"));
    }

    private long calls(String operation) {
        return aws.calls().stream()
                .filter(call -> call.call().operation().equals(operation))
                .count();
    }

    /** As docs/aws.md has it, but for the client of S3. */
    @Test
    void isDescribedByItsApplicationItsCnameAndASavedConfiguration() {
        try (BeanstalkPlatform production = BeanstalkPlatform.application("orders")
                .inBeanstalkApplication("shop")
                .reachedAt("orders.eu-central-1.elasticbeanstalk.com")
                .configuredBy("production")
                .keepingStateIn(in(aws.s3(), "shop-deployments", "orders"))
                .open()) {
            assertThat(production).hasToString("Elastic Beanstalk, orders at orders.eu-central-1.elasticbeanstalk.com");
            assertThat(production.traffic().stragglersComeFor())
                    .isEqualTo(Duration.ofMinutes(BeanstalkPlatform.STRAGGLERS_COME_FOR_MINUTES));
        }
    }

    @Test
    void theFirstDeploymentTakesTheNameFromWhatWasMadeByHandAndLeavesThatAlone() {
        String before = described(BeanstalkFixture.BY_HAND).cname();

        deploy("1.0").orElseThrow();

        assertThat(before).isEqualTo(BeanstalkFixture.CNAME);
        assertThat(described("orders-1-1").cname()).isEqualTo(BeanstalkFixture.CNAME);
        assertThat(described(BeanstalkFixture.BY_HAND).cname()).startsWith("orders-1-1.eba-");
        assertThat(described(BeanstalkFixture.BY_HAND).statusAsString()).isEqualTo("Ready");
        assertThat(live().revision().version()).isEqualTo("1.0");
    }

    @Test
    void theNextOneSwapsAndTerminatesTheFormerEnvironmentWithItsVersion() {
        deploy("1.0").orElseThrow();
        String formerName = described("orders-1-1").cname();
        deploy("1.1").orElseThrow();

        assertThat(live().revision().version()).isEqualTo("1.1");
        assertThat(described("orders-2-1").cname()).isEqualTo(formerName);
        assertThat(platform.environments().list())
                .extracting(Environment::name)
                .containsExactly(new EnvironmentName("orders-2-1"));
        assertThat(aws.leftovers().stream().filter(left -> !left.startsWith("instance")))
                .containsExactlyInAnyOrder(
                        "environment by-hand",
                        "environment orders-2-1",
                        "application version 0.9",
                        "application version orders-2-1",
                        "saved configuration production");
        assertThat(calls("SwapEnvironmentCNAMEs")).isEqualTo(2);
    }

    @Test
    void theFormerEnvironmentServesAsLongAsResolversRememberIt() {
        deploy("1.0").orElseThrow();
        Instant[] swapped = {Instant.MIN};
        Instant[] terminated = {Instant.MIN};
        aws.faults(call -> {
            assertThat(fixture.usersAreAnswered()).as("before " + call).isTrue();
            Instant now = fixture.simulation().time().now();
            if (call.operation().equals("SwapEnvironmentCNAMEs")) {
                swapped[0] = now;
            } else if (call.operation().equals("TerminateEnvironment")) {
                terminated[0] = now;
            }
            return Optional.empty();
        });

        deploy("1.1").orElseThrow();

        assertThat(Duration.between(swapped[0], terminated[0]))
                .isGreaterThan(Duration.ofMinutes(BeanstalkPlatform.STRAGGLERS_COME_FOR_MINUTES));
    }

    /** What those get who look the users' CNAME up when the new one is proven. */
    private String answeredWhenProven(Deployment deployment) {
        List<String> answered = new ArrayList<>();
        Deployer.on(platform)
                .listening(event -> {
                    if (event instanceof Event.SuccessorProven) {
                        answered.add(aws.ask(BeanstalkFixture.CNAME, "/version")
                                .orElseThrow()
                                .reply()
                                .body());
                    }
                })
                .deploy(deployment)
                .orElseThrow();
        return answered.get(0);
    }

    @Test
    void whereTheApplicationSaysItsVersionTheNewOneIsProvenOnceNameServersLeadThere() {
        deploy("1.0").orElseThrow();

        assertThat(answeredWhenProven(version("1.1")))
                .as("name servers learn it half a minute after the swap shows")
                .isEqualTo("1.0");
        assertThat(answeredWhenProven(version("1.0").revisionAt("/version"))).isEqualTo("1.0");
        assertThat(answeredWhenProven(version("1.1").revisionAt("/version"))).isEqualTo("1.1");
    }

    @Test
    void aVersionThatDoesNotGetWellIsRolledBackAndLeavesNothing() {
        deploy("1.0").orElseThrow();
        DeploymentResult result = deploy("broken-1.2");

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(live().revision().version()).isEqualTo("1.0");
        assertThat(platform.environments().list()).hasSize(1);
        assertThat(calls("SwapEnvironmentCNAMEs")).as("only that of 1.0").isEqualTo(1);
    }

    @Test
    void theFirstDeploymentCanGoBackToWhatWasMadeByHand() {
        Environment made = made("orders-1-1", 1);
        route(TrafficSplit.allTo(made.name()));
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        route(TrafficSplit.nowhere());
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        assertThat(described(BeanstalkFixture.BY_HAND).cname()).isEqualTo(BeanstalkFixture.CNAME);
        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.nowhere());
    }

    @Test
    void whereNobodyIsLeftToGoBackToThatIsRefused() {
        deploy("1.0").orElseThrow();
        beanstalk.terminateEnvironment(request -> request.environmentName(BeanstalkFixture.BY_HAND));
        fixture.simulation().time().sleep(Duration.ofMinutes(5));

        assertThatThrownBy(() -> route(TrafficSplit.nowhere()))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("there are 0. Expected one that is none of orders");
        deploy("1.1").orElseThrow();
        assertThat(live().revision().version())
                .as("it is not needed for the next one")
                .isEqualTo("1.1");
    }

    @Test
    void anEnvironmentOfSomebodyElseIsNotTakenForOneThatWasSwapped() {
        beanstalk.createEnvironment(request -> request.applicationName("shop")
                .environmentName("orders-staging")
                .templateName("production")
                .versionLabel("0.9"));
        fixture.simulation().time().sleep(UNTIL_READY);
        deploy("1.0").orElseThrow();
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        route(TrafficSplit.nowhere());
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        assertThat(described(BeanstalkFixture.BY_HAND).cname()).isEqualTo(BeanstalkFixture.CNAME);
        assertThat(platform.environments().list())
                .extracting(Environment::name)
                .doesNotContain(new EnvironmentName("orders-staging"));
    }

    @Test
    void aSwapThatWasMadeIsNotMadeAgainWhateverItsAnswer() {
        Environment made = made("orders-1-1", 1);
        aws.faults(call -> call.operation().equals("SwapEnvironmentCNAMEs") && calls("SwapEnvironmentCNAMEs") == 0
                ? Optional.of(AwsFault.ANSWER_LOST)
                : Optional.empty());

        assertThatThrownBy(() -> route(TrafficSplit.allTo(made.name()))).isInstanceOf(PlatformException.class);
        route(TrafficSplit.allTo(made.name()));
        fixture.simulation().time().sleep(Duration.ofMinutes(1));

        assertThat(calls("SwapEnvironmentCNAMEs")).isEqualTo(1);
        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.allTo(made.name()));
    }

    /** As by a controller that was taken over right before it asked for a swap. */
    @Test
    void anEnvironmentThatGetsTheNameBackIsNotTerminated() {
        deploy("1.0").orElseThrow();
        boolean[] isUndone = {false};
        aws.faults(call -> {
            if (call.operation().equals("TerminateEnvironment") && !isUndone[0]) {
                isUndone[0] = true;
                beanstalk.swapEnvironmentCNAMEs(request ->
                        request.sourceEnvironmentName("orders-2-1").destinationEnvironmentName("orders-1-1"));
            }
            return Optional.empty();
        });

        DeploymentResult result = deploy("1.1");

        assertThat(isUndone[0]).isTrue();
        assertThat(described("orders-1-1").cname()).isEqualTo(BeanstalkFixture.CNAME);
        assertThat(described("orders-1-1").statusAsString()).isEqualTo("Ready");
        assertThat(fixture.usersAreAnswered()).isTrue();
        assertThat(result).as("it says what is live").asString().endsWith("live: orders-1-1 100 %");
    }

    @Test
    void oneOldAnswerDoesNotUndoASwap() {
        Environment made = made("orders-1-1", 1);
        aws.faults(call -> Optional.empty());
        platform.traffic().observed();
        route(TrafficSplit.allTo(made.name()));
        fixture.simulation().time().sleep(Duration.ofSeconds(20));
        boolean[] isOld = {true};
        aws.faults(call -> {
            boolean first = isOld[0] && call.operation().equals("DescribeEnvironments");
            isOld[0] = isOld[0] && !first;
            return first ? Optional.of(AwsFault.STALE) : Optional.empty();
        });

        route(TrafficSplit.allTo(made.name()));

        assertThat(calls("SwapEnvironmentCNAMEs")).isEqualTo(1);
    }

    private String instanceType(String environment) {
        return beanstalk
                .describeConfigurationSettings(
                        request -> request.applicationName("shop").environmentName(environment))
                .configurationSettings()
                .get(0)
                .optionSettings()
                .stream()
                .filter(option -> option.optionName().equals("InstanceType"))
                .findFirst()
                .map(ConfigurationOptionSetting::value)
                .orElse("that of the saved configuration");
    }

    private void changeByHand(String environment) {
        beanstalk.updateEnvironment(request -> request.environmentName(environment)
                .optionSettings(ConfigurationOptionSetting.builder()
                        .namespace("aws:autoscaling:launchconfiguration")
                        .optionName("InstanceType")
                        .value("m7g.large")
                        .build()));
        fixture.simulation().time().sleep(Duration.ofMinutes(3));
    }

    @Test
    void theCandidateIsConfiguredByTheSavedConfigurationOrAsWhatIsLive() {
        deploy("1.0").orElseThrow();
        changeByHand("orders-1-1");
        deploy("1.1").orElseThrow();
        assertThat(instanceType("orders-2-1")).isEqualTo("that of the saved configuration");

        changeByHand("orders-2-1");
        Deployer.on(fixture.open(BeanstalkSetup::copyingTheLive))
                .deploy(version("1.0"))
                .orElseThrow();

        assertThat(instanceType("orders-3-1")).isEqualTo("m7g.large");
        assertThat(aws.leftovers()).doesNotContain("saved configuration orders-3-1");
    }

    @Test
    void whatWasMadeByHandIsNotCopied() {
        changeByHand(BeanstalkFixture.BY_HAND);

        Deployer.on(fixture.open(BeanstalkSetup::copyingTheLive))
                .deploy(version("1.0"))
                .orElseThrow();

        assertThat(instanceType("orders-1-1")).isEqualTo("that of the saved configuration");
    }

    @Test
    void sharesAreRefusedAndNothingIsChanged() {
        Environment one = made("orders-1-1", 1);
        Environment other = made("orders-2-1", 1);

        assertThatThrownBy(() -> route(TrafficSplit.of(Map.of(one.name(), 9, other.name(), 1))))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Elastic Beanstalk knows no shares");
        assertThat(calls("SwapEnvironmentCNAMEs")).isZero();
    }

    @Test
    void aMachineCountsWhenItsEnvironmentIsReadyAndItIsGreen() {
        EnvironmentName name = new EnvironmentName("orders-1-1");
        platform.environments()
                .create(
                        new EnvironmentSpec(name, fixture.artifacts().pin(BeanstalkFixture.version("1.0")), 2),
                        new Fence(1, "create"));
        fixture.simulation().time().sleep(Duration.ofSeconds(150));
        List<Machine> launching =
                platform.environments().find(name).orElseThrow().machines();
        fixture.simulation().time().sleep(UNTIL_READY);
        List<Machine> ready = platform.environments().find(name).orElseThrow().machines();

        assertThat(launching).hasSize(2).allSatisfy(machine -> {
            assertThat(machine.state()).isEqualTo(Machine.State.STARTING);
            assertThat(machine.detail()).startsWith("Elastic Beanstalk: its environment is Launching");
        });
        assertThat(ready).hasSize(2).allSatisfy(machine -> {
            assertThat(machine.state()).isEqualTo(Machine.State.RUNNING);
            assertThat(machine.host()).as("its environment's load balancer").endsWith("elb.amazonaws.com");
            assertThat(machine.port()).isEqualTo(80);
        });
    }

    @Test
    void machinesCanBeAskedThemselves() {
        Environment made = made("orders-1-1", 1);
        Machine machine = fixture.open(setup -> setup.askingMachinesAt(8080))
                .environments()
                .find(made.name())
                .orElseThrow()
                .machines()
                .get(0);

        assertThat(machine.host()).startsWith("172.31.");
        assertThat(machine.port()).isEqualTo(8080);
    }

    @Test
    void evidenceIsWhatElasticBeanstalkFindsAndTells() {
        EnvironmentName name = new EnvironmentName("orders-1-1");
        platform.environments()
                .create(
                        new EnvironmentSpec(name, fixture.artifacts().pin(BeanstalkFixture.version("broken-1.2")), 1),
                        new Fence(1, "create"));
        fixture.simulation().time().sleep(Duration.ofMinutes(15));
        Machine machine =
                platform.environments().find(name).orElseThrow().machines().get(0);

        Map<String, String> found = platform.environments().examine(name, machine.id()).items().stream()
                .collect(Collectors.toMap(Evidence.Item::title, Evidence.Item::text));

        assertThat(machine.state()).isEqualTo(Machine.State.UNKNOWN);
        assertThat(machine.detail()).startsWith("Elastic Beanstalk: Severe (Red): 100.0 %");
        assertThat(found.get("what Elastic Beanstalk says of orders-1-1"))
                .startsWith("Ready, Severe (Red): 100.0 % of the requests are failing");
        assertThat(found.get("last events of orders-1-1"))
                .contains("INFO createEnvironment is starting.")
                .endsWith("For more information, see troubleshooting documentation.");
        assertThat(found.get("what EC2 says of " + machine.id())).startsWith("running");
        assertThat(found.get("last lines of the console of " + machine.id())).isNotBlank();
    }

    private AbstractThrowableAssert<?, ?> plan(Artifact artifact) {
        return assertThatThrownBy(() -> Deployer.on(platform).plan(version(artifact, 2)))
                .isInstanceOf(PlatformException.class);
    }

    @Test
    void whatStandsInTheWayIsKnownBeforeAnythingIsTouched() {
        beanstalk.swapEnvironmentCNAMEs(request ->
                request.sourceEnvironmentName(BeanstalkFixture.BY_HAND).destinationEnvironmentName(another("entry")));
        fixture.simulation().time().sleep(Duration.ofMinutes(1));
        beanstalk.terminateEnvironment(request -> request.environmentName("entry"));
        fixture.simulation().time().sleep(Duration.ofMinutes(5));
        long versions = calls("CreateApplicationVersion");

        plan(BeanstalkFixture.version("1.0"))
                .hasMessageContaining("No environment of the application shop has the CNAME " + BeanstalkFixture.CNAME)
                .hasMessageContaining("aws elasticbeanstalk create-environment --application-name shop")
                .hasMessageContaining("--cname-prefix orders --template-name production");
        assertThat(calls("CreateApplicationVersion")).isEqualTo(versions);
    }

    @Test
    void whileASwapShowsNoDeploymentBegins() {
        deploy("1.0").orElseThrow();
        fixture.simulation().time().sleep(Duration.ofMinutes(1));
        beanstalk.swapEnvironmentCNAMEs(request ->
                request.sourceEnvironmentName("orders-1-1").destinationEnvironmentName(BeanstalkFixture.BY_HAND));

        plan(BeanstalkFixture.version("1.1"))
                .hasMessageContaining("Two environments of the application shop were being updated")
                .hasMessageContaining("Deploy again when both are Ready.");
        beanstalk.swapEnvironmentCNAMEs(request ->
                request.sourceEnvironmentName("orders-1-1").destinationEnvironmentName(BeanstalkFixture.BY_HAND));
        fixture.simulation().time().sleep(Duration.ofMinutes(1));
        deploy("1.1").orElseThrow();
    }

    private String another(String name) {
        beanstalk.createEnvironment(request -> request.applicationName("shop")
                .environmentName(name)
                .templateName("production")
                .versionLabel("0.9"));
        fixture.simulation().time().sleep(UNTIL_READY);
        return name;
    }

    @Test
    void aSavedConfigurationThatIsNotThereIsRefused() {
        BeanstalkPlatform other = BeanstalkPlatform.application("orders")
                .inBeanstalkApplication("shop")
                .reachedAt(BeanstalkFixture.CNAME)
                .configuredBy("nothing")
                .keepingStateIn(fixture.state())
                .calling(AwsClients.standard().ec2(aws.ec2()).elasticBeanstalk(beanstalk))
                .living(fixture.simulation().time(), fixture.simulation().tasks())
                .open();

        assertThatThrownBy(() -> other.environments()
                        .requirePossible(new EnvironmentSpec(
                                new EnvironmentName("orders-1-1"),
                                fixture.artifacts().pin(BeanstalkFixture.version("1.0")),
                                1)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("The application shop has no saved configuration nothing.")
                .hasMessageContaining("aws elasticbeanstalk create-configuration-template");
    }

    @Test
    void aBundleThatElasticBeanstalkDoesNotTakeIsRefused() {
        assertAgainst("https://builds/orders.zip", 1, "1.0", "takes source bundles from S3 alone");
        assertAgainst("s3://releases/orders.zip", 600L * 1024 * 1024, "1.0", "has 500 MB at most");
        assertAgainst("s3://releases/orders.zip", 1, "1.0 (7)", "The version stands in a tag");
        assertAgainst("s3://releases/" + "a".repeat(260), 1, "1.0", "Give it a shorter key");
    }

    private void assertAgainst(String location, long bytes, String version, String message) {
        PinnedArtifact artifact =
                new PinnedArtifact(Artifact.of(location), location, new Revision(version, "0".repeat(64)), bytes);
        assertThatThrownBy(() -> platform.environments()
                        .requirePossible(new EnvironmentSpec(new EnvironmentName("orders-1-1"), artifact, 1)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aBundleThatWasReplacedAfterItWasPinnedIsNotDeployed() {
        PinnedArtifact pinned = fixture.artifacts().pin(BeanstalkFixture.version("1.0"));
        PinnedArtifact before = new PinnedArtifact(
                pinned.artifact(), pinned.location(), new Revision("1.0", "1".repeat(64)), pinned.bytes());

        assertThatThrownBy(() -> platform.environments()
                        .create(
                                new EnvironmentSpec(new EnvironmentName("orders-1-1"), before, 1),
                                new Fence(1, "create")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Give each version a key of its own, and never write to it again.");
        assertThat(calls("CreateEnvironment")).as("the one by hand").isEqualTo(1);
    }

    @Test
    void aQuotaThatIsReachedSaysSoAndNothingIsLeft() {
        aws.quota(AwsQuota.BEANSTALK_ENVIRONMENTS, 1);

        DeploymentResult result = deploy("1.0");

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains(
                        "a quota of the account is reached: The specified account has reached its limit of environments");
        assertThat(platform.environments().list()).isEmpty();
        assertThat(aws.leftovers()).doesNotContain("application version orders-1-1");
    }

    @Test
    void whereThereIsNoRoomForMachinesItIsRolledBackAndLeavesNothing() {
        deploy("1.0").orElseThrow();
        aws.typeIsFull("t3.micro", Instant.MAX);

        DeploymentResult result = deploy("1.1");

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("Elastic Beanstalk has launched none in 5 minutes: Launching a new EC2 instance failed:")
                .contains("We currently do not have sufficient t3.micro capacity");
        assertThat(live().revision().version()).isEqualTo("1.0");
        assertThat(platform.environments().list()).hasSize(1);
    }

    @Test
    void aNameThatSomebodyElseHasIsLeftAsItIs() {
        another("orders-1-1");

        deploy("1.0").orElseThrow();

        assertThat(described("orders-1-1").versionLabel()).isEqualTo("0.9");
        assertThat(live().name()).as("of the second attempt").isEqualTo(new EnvironmentName("orders-1-2"));
        assertThat(aws.leftovers()).doesNotContain("application version orders-1-1");
    }

    @Test
    void whatTakesLongIsWaitedForAndNotRefused() {
        Environment made = made("orders-1-1", 1);
        platform.environments().resize(made.name(), 2, new Fence(1, "resize"));
        platform.environments().resize(made.name(), 3, new Fence(1, "resize again"));
        route(TrafficSplit.allTo(made.name()));
        fixture.simulation().time().sleep(Duration.ofMinutes(2));

        assertThat(platform.environments().find(made.name()).orElseThrow().machines())
                .hasSize(3);
        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.allTo(made.name()));
        assertThat(aws.calls().stream().map(AnsweredCall::answer))
                .as("nothing was refused")
                .doesNotContain("InvalidParameterValue");
    }

    @Test
    void namesAreAsElasticBeanstalkTakesThem() {
        String longest = "orders-" + "a".repeat(60) + "-1-1";

        assertThat(BeanstalkName.of(new EnvironmentName("orders-1-1"))).isEqualTo("orders-1-1");
        assertThat(BeanstalkName.of(new EnvironmentName(longest))).hasSize(40).startsWith("orders-aaa");
        assertThat(BeanstalkName.of(new EnvironmentName("a-1")).length()).isBetween(4, 40);
        assertThat(BeanstalkName.of(new EnvironmentName(longest)))
                .startsWith(BeanstalkName.beginningOf("orders-" + "a".repeat(60)));
    }

    @Test
    void whatIsNoCnameOfElasticBeanstalkIsNotAccepted() {
        BeanstalkSetup.NeedsCname begun =
                BeanstalkPlatform.application("orders").inBeanstalkApplication("shop");

        assertThatThrownBy(() -> begun.reachedAt("orders.shop.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected one like orders.eu-central-1.elasticbeanstalk.com");
        assertThatThrownBy(() -> BeanstalkPlatform.application("orders").inBeanstalkApplication("a/b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> begun.reachedAt("Orders.us-east-1.elasticbeanstalk.com.")
                        .configuredBy("production")
                        .keepingStateIn(fixture.state())
                        .calling(AwsClients.standard().elasticBeanstalk(beanstalk))
                        .open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The client for Elastic Beanstalk is one of eu-central-1, and the CNAME is in us-east-1. Expected the CNAME's region.");
        assertThatThrownBy(() -> begun.reachedAt("orders.elasticbeanstalk.com")
                        .configuredBy("production")
                        .keepingStateIn(fixture.state())
                        .tag("elasticbeanstalk:environment-name", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
