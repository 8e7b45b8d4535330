package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.FailureResponse;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.AwsQuota;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What is wrong before anything is touched is told by the plan: what was found, and what to do. */
class BadInputTest {
    private final StrictFixture fixture = new StrictFixture();

    private static Deployment orders(Artifact artifact) {
        return Deployment.blueGreen()
                .artifact(artifact)
                .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                .machines(2)
                .onFailure(FailureResponse.rollBack())
                .notifying(notification -> {});
    }

    private static Deployment orders() {
        return orders(StrictFixture.version("1.0"));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> plan(AwsPlatform platform, Deployment deployment) {
        return assertThatThrownBy(() -> Deployer.on(platform).plan(deployment));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> plan() {
        return plan(fixture.open(), orders()).isInstanceOf(PlatformException.class);
    }

    private void nothingWasMade() {
        assertThat(fixture.aws().calls())
                .extracting(call -> call.call().operation())
                .doesNotContain("CreateAutoScalingGroup", "CreateTargetGroup", "CreateRule");
    }

    private void deny(String... operations) {
        fixture.aws()
                .faults(call -> Set.of(operations).contains(call.operation())
                        ? Optional.of(AwsFault.DENIED)
                        : Optional.empty());
    }

    @Test
    void whereNoCredentialsAreFoundItSaysWhereTheyAreLookedFor() {
        AwsClients clients = AwsClients.standard()
                .endpoint(URI.create("http://127.0.0.1:1"))
                .credentials(() -> {
                    throw SdkClientException.create(
                            "Unable to load credentials from any of the providers in the chain");
                });

        plan(fixture.open(setup -> setup.calling(clients)), orders())
                .hasMessageContaining("no credentials were found")
                .hasMessageContaining("Give this process some, by its environment, a profile or its role");
    }

    @Test
    void eachCallThatIsDeniedIsNamedAtOnceWithTheLineThatThePolicyLacks() {
        deny("DescribeLaunchTemplateVersions", "DescribeSubnets");

        plan().hasMessageContaining("must allow \"ec2:DescribeLaunchTemplateVersions\" on \"*\"")
                .hasMessageContaining("must allow \"ec2:DescribeSubnets\" on \"*\"");
        nothingWasMade();
    }

    @Test
    void thatNoMachineMayBeLaunchedIsKnownBeforeOneIs() {
        deny("RunInstances");

        plan().hasMessageContaining("must allow \"ec2:RunInstances\" on \"*\"");
        nothingWasMade();
    }

    /** An answer that says nothing of it is not taken for a good one. */
    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "EXPIRED", "FAILS"})
    void whetherAMachineMayBeLaunchedIsNotKnownWhereNobodyLookedAtThat(AwsFault fault) {
        fixture.aws().faults(call -> call.operation().equals("RunInstances") ? Optional.of(fault) : Optional.empty());

        plan().hasMessageContaining("ec2:RunInstances");
        nothingWasMade();
    }

    @Test
    void aClientOfAnotherRegionIsNotAccepted() {
        assertThatThrownBy(() -> fixture.open(
                        setup -> setup.calling(AwsClients.standard().region(Region.US_EAST_1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The region that was chosen is us-east-1, and the load balancer is in "
                        + fixture.aws().region() + ". Expected the load balancer's region.");
    }

    /** It would count what nobody asked there. */
    @Test
    void aClientOfAnotherRegionForMetricsOrCommandsIsNotAcceptedEither() {
        try (CloudWatchClient metrics =
                        CloudWatchClient.builder().region(Region.US_EAST_1).build();
                SsmClient commands =
                        SsmClient.builder().region(Region.US_EAST_1).build()) {
            assertThatThrownBy(() -> fixture.open(
                            setup -> setup.calling(AwsClients.standard().cloudWatch(metrics))))
                    .hasMessageStartingWith(
                            "The client for CloudWatch is one of us-east-1, and the load balancer is in ");
            assertThatThrownBy(() -> fixture.open(
                            setup -> setup.calling(AwsClients.standard().ssm(commands))))
                    .hasMessageStartingWith(
                            "The client for Systems Manager is one of us-east-1, and the load balancer is in ");
        }
    }

    @Test
    void anArtifactThatIsNotThereIsRefused() {
        plan(fixture.open(), orders(StrictFixture.version("missing-1.3"))).hasMessageContaining("missing-1.3");
        nothingWasMade();
    }

    @Test
    void aLocationThatIsTooLongForATagIsRefused() {
        Artifact artifact = Artifact.of("s3://releases/" + "x".repeat(300) + "/1.0/orders.tar.gz");

        plan(fixture.open(), orders(artifact))
                .hasMessageContaining("a machine is told it by a tag of its instance, which has 256 at most")
                .hasMessageContaining("Give it a shorter key.");
    }

    @Test
    void aVersionThatATagOfATargetGroupDoesNotTakeIsRefused() {
        plan(fixture.open(), orders(StrictFixture.version("1.0").version("1.0 (build 7)")))
                .hasMessageContaining("1.0 (build 7). Give it another one.");
        nothingWasMade();
    }

    @Test
    void aTagThatIsTooLongIsNotAccepted() {
        assertThatThrownBy(() -> fixture.open(setup -> setup.tag("team", "shop&cart")))
                .hasMessageContaining("since target groups take nothing else in a tag");
        assertThatThrownBy(() -> fixture.open(setup -> setup.tag("team", "x".repeat(257))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a value of 257. Expected 128 and 256 at most");
    }

    @Test
    void anImageThatDoesNotExistIsRefused() {
        String template = fixture.aws()
                .ec2()
                .createLaunchTemplate(request -> request.launchTemplateName("gone")
                        .launchTemplateData(data -> data.imageId("ami-0123456789abcdef0")))
                .launchTemplate()
                .launchTemplateId();

        plan(fixture.openFrom(template, 1), orders())
                .hasMessageContaining(
                        "The image ami-0123456789abcdef0 of " + template + " version 1 is not there any more")
                .hasMessageContaining("Make a version of the launch template with one that is.");
        nothingWasMade();
    }

    @ParameterizedTest
    @CsvSource({"describeImages, Unavailable", "describeLaunchTemplateVersions, ServiceUnavailable"})
    void thatEc2IsOverloadedSaysNothingOfAnImageOrATemplate(String operation, String code) {
        Ec2Client overloaded = (Ec2Client) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Ec2Client.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(operation)) {
                        throw overloaded(code);
                    }
                    return method.invoke(fixture.aws().ec2(), arguments);
                });

        plan(
                        fixture.open(setup -> setup.calling(
                                StrictFixture.clients(fixture.aws()).ec2(overloaded))),
                        orders())
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isTrue())
                .hasMessageContaining("the server is overloaded");
    }

    private static AwsServiceException overloaded(String code) {
        return Ec2Exception.builder()
                .statusCode(503)
                .message("the server is overloaded")
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Test
    void aLaunchTemplateOrAVersionThatDoesNotExistIsRefused() {
        plan(fixture.openFrom("lt-0123456789abcdef0", 1), orders())
                .hasMessageContaining("There is no lt-0123456789abcdef0 version 1 in this account and region.");
    }

    @Test
    void aQuotaOfGroupsThatIsReachedIsRefused() {
        fixture.aws().quota(AwsQuota.AUTO_SCALING_GROUPS, 0);

        plan().hasMessageContaining("The account has 0 Auto Scaling groups in this region, which is its quota.")
                .hasMessageContaining("Remove one, or ask AWS for more.");
        nothingWasMade();
    }

    @Test
    void aQuotaOfInstancesThatIsReachedSaysSoAndNothingIsLeft() {
        fixture.aws().quota(AwsQuota.INSTANCES, 1);

        DeploymentResult result = Deployer.on(fixture.open()).deploy(orders());

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("Auto Scaling failed to launch it, and 3 in a row")
                .contains("ask AWS for more by Service Quotas");
        assertThat(fixture.open().environments().list()).isEmpty();
    }

    /** With such a template EC2 launches no machine that has such a tag. */
    @Test
    void aTagThatMachinesCannotBeToldIsRefusedWhereTheyAreToldTheirTags() {
        String template = fixture.aws()
                .ec2()
                .createLaunchTemplate(request -> request.launchTemplateName("telling")
                        .launchTemplateData(data -> data.imageId(fixture.aws().image())
                                .metadataOptions(options -> options.instanceMetadataTags("enabled"))))
                .launchTemplate()
                .launchTemplateId();

        plan(fixture.openFrom(template, setup -> setup.tag("cost center", "7").tag("team", "orders")), orders())
                .hasMessageContaining("InstanceMetadataTags=enabled")
                .hasMessageContaining("_ : @ alone: 'cost center'. Give it another key");
        nothingWasMade();
        Deployer.on(fixture.openFrom(template, setup -> setup.tag("cost-center", "7")))
                .plan(orders());
        Deployer.on(fixture.open(setup -> setup.tag("cost center", "7"))).plan(orders());
    }

    /** Of a group that goes on failing there are more activities than one page has. */
    @Test
    void asManyLaunchesAreWaitedForAsIsSaid() {
        fixture.aws().quota(AwsQuota.INSTANCES, 0);
        AwsPlatform patient = fixture.open(setup -> setup.failingAfter(12));
        EnvironmentName name = new EnvironmentName("orders-1-1");

        patient.environments()
                .create(
                        new EnvironmentSpec(name, fixture.artifacts().pin(StrictFixture.version("1.0")), 1),
                        new Fence(1, "orders#1/create"));
        fixture.simulation().time().sleep(Duration.ofDays(1));

        assertThat(patient.environments().find(name).orElseThrow().machines())
                .singleElement()
                .satisfies(machine -> assertThat(machine.detail()).contains("and 12 in a row"));
    }

    @Test
    void insufficientCapacitySaysWhatToTryAndNothingIsLeft() {
        fixture.aws().typeIsFull(type(), Instant.MAX);

        DeploymentResult result = Deployer.on(fixture.open()).deploy(orders());

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("Auto Scaling failed to launch it, and 3 in a row")
                .contains("name subnets of more zones, or a launch template of another type, or try later");
        assertThat(fixture.open().environments().list()).isEmpty();
    }

    private String type() {
        return fixture
                .aws()
                .ec2()
                .describeLaunchTemplateVersions(
                        request -> request.launchTemplateName("orders").versions("1"))
                .launchTemplateVersions()
                .stream()
                .map(version -> version.launchTemplateData().instanceTypeAsString())
                .collect(Collectors.joining());
    }

    @Test
    void aGroupOfThatNameThatNobodyHereMadeIsLeftAsItIs() {
        fixture.aws()
                .autoScaling()
                .createAutoScalingGroup(request -> request.autoScalingGroupName("orders-1-1")
                        .launchTemplate(
                                from -> from.launchTemplateName("orders").version("1"))
                        .minSize(0)
                        .maxSize(0)
                        .vpcZoneIdentifier(fixture.aws().subnets().get(0)));

        DeploymentResult result = Deployer.on(fixture.open()).deploy(orders());

        assertThat(result.failure().orElseThrow().message())
                .contains("there is an Auto Scaling group of that name which no deployment of orders behind")
                .contains("Look whose it is");
        assertThat(fixture.aws().autoScaling().describeAutoScalingGroups().autoScalingGroups())
                .hasSize(1);
    }

    /** AWS hands it out to whoever makes one of the same name and settings; it would get the machines of one, and the users of the other. */
    @Test
    void aTargetGroupOfThatNameOfWhichAnotherListenerHasUsersIsLeftAsItIs() {
        LoadBalancer shop = fixture.aws()
                .loadBalancing()
                .describeLoadBalancers()
                .loadBalancers()
                .get(0);
        AwsPlatform staging = fixture.withoutGroup()
                .openBehind(ClosedListener.of(fixture.aws().loadBalancing(), shop, 8081));
        staging.environments()
                .create(
                        new EnvironmentSpec(
                                new EnvironmentName("orders-1-1"),
                                fixture.artifacts().pin(StrictFixture.version("1.0")),
                                2),
                        new Fence(1, "create"));

        DeploymentResult result = Deployer.on(fixture.withGroups().open()).deploy(orders());

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("there is one of that name, and it is not that of orders-1-1");
        assertThat(staging.environments().list())
                .singleElement()
                .satisfies(left -> assertThat(left.machines()).hasSize(2));
    }

    @Test
    void aGroupThatSomebodyDeletesMeanwhileFailsTheDeploymentAndNothingIsLeft() {
        boolean[] isDeleted = {false};
        fixture.aws().faults(call -> {
            if (!isDeleted[0] && call.operation().equals("DescribeTargetHealth")) {
                isDeleted[0] = true;
                fixture.aws()
                        .autoScaling()
                        .deleteAutoScalingGroup(request ->
                                request.autoScalingGroupName("orders-1-1").forceDelete(true));
            }
            return Optional.empty();
        });

        DeploymentResult result = Deployer.on(fixture.open()).deploy(orders());

        assertThat(isDeleted[0]).isTrue();
        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(fixture.open().environments().list()).isEmpty();
        assertThat(fixture.open().traffic().observed().environments()).isEmpty();
    }
}
