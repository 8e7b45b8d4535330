package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/** Whole deployments to an emulator. */
@ExtendWith(OnMoto.class)
class AwsPlatformTest {
    private final CallCount calls = new CallCount();
    private final MotoFixture fixture;
    private AwsPlatform platform;

    private final Moto moto;

    AwsPlatformTest(Moto moto) {
        this.moto = moto;
        fixture = new MotoFixture(moto, calls);
        platform = fixture.open();
    }

    @AfterEach
    void close() {
        platform.close();
        fixture.close();
    }

    private static Deployment orders(Artifact artifact) {
        return Deployment.blueGreen()
                .artifact(artifact)
                .healthCheck(http("/health").consecutively(1))
                .drain(Duration.ZERO)
                .keepWarm(Duration.ZERO)
                .machines(2);
    }

    private DeploymentResult deploy(String version) {
        return Deployer.on(platform).deploy(orders(fixture.upload("orders-" + version + ".zip")));
    }

    @Test
    void oneReleaseFollowsTheOtherAndNothingOfTheFirstIsLeft() {
        deploy("1.0").orElseThrow();

        DeploymentResult second = deploy("1.1").orElseThrow();

        assertThat(second.live()).isEqualTo(TrafficSplit.allTo(new EnvironmentName("orders-2-1")));
        assertThat(platform.environments().list()).singleElement().satisfies(left -> {
            assertThat(left.name()).hasToString("orders-2-1");
            assertThat(left.machines()).hasSize(2);
        });
        MotoAccount account = fixture.account();
        assertThat(account.autoScaling().describeAutoScalingGroups().autoScalingGroups())
                .hasSize(1);
        assertThat(account.loadBalancing().describeTargetGroups().targetGroups())
                .hasSize(1);
        assertThat(account.loadBalancing()
                        .describeRules(request ->
                                request.listenerArn(fixture.forwarding().listener()))
                        .rules())
                .as("the default rule and that of what is live")
                .hasSize(2);
    }

    @Test
    void eachCallNamesTheDeploymentInItsUserAgent() {
        calls.clear();

        deploy("1.0").orElseThrow();

        assertThat(calls.sent())
                .filteredOn(sent ->
                        sent.operation().contains("Create") || sent.operation().contains("Modify"))
                .filteredOn(sent -> !sent.operation().startsWith("S3"))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.userAgent()).contains("viridian/orders#1"));
    }

    @Test
    void aLaunchTemplateThatIsNotThereIsRefusedByThePlan() {
        AwsPlatform wrong = fixture.open("lt-0123456789abcdef0", 1, setup -> setup);

        assertThatThrownBy(() -> Deployer.on(wrong).plan(orders(fixture.upload("orders-1.0.zip"))))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("There is no lt-0123456789abcdef0 version 1");
    }

    @Test
    void aVersionOfALaunchTemplateThatIsNotThereIsRefusedBeforeAnythingIsTouched() {
        AwsPlatform wrong = fixture.open(fixture.account().launchTemplate(), 7, setup -> setup);

        DeploymentResult result = Deployer.on(wrong).deploy(orders(fixture.upload("orders-1.0.zip")));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains("version 7");
        assertThat(fixture.account().autoScaling().describeAutoScalingGroups().autoScalingGroups())
                .isEmpty();
    }

    @Test
    void aListenerThatForwardsToWhatNoDeploymentMadeIsLeftAsItIs() {
        String foreign = fixture.account()
                .loadBalancing()
                .createTargetGroup(request -> request.name("by-hand")
                        .protocol("HTTP")
                        .port(80)
                        .vpcId(fixture.account().network()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        fixture.account()
                .loadBalancing()
                .modifyListener(
                        request -> request.listenerArn(fixture.forwarding().listener())
                                .defaultActions(Action.builder()
                                        .type(ActionTypeEnum.FORWARD)
                                        .targetGroupArn(foreign)
                                        .build()));

        DeploymentResult result = deploy("1.0");

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains(foreign)
                .contains("which no deployment of orders has made");
    }

    @Test
    void whatAnotherPlatformOfTheSameNameMadeIsNotTouched() {
        deploy("1.0").orElseThrow();
        Forwarding elsewhere = fixture.account().newListener();
        AwsPlatform staging = fixture.openBehind(elsewhere);

        assertThat(staging.environments().list()).isEmpty();
        assertThat(staging.environments().find(new EnvironmentName("orders-1-1")))
                .isEmpty();
    }

    @Test
    void clientsThatAreNotGivenAreMadeForTheRegionTheCredentialsAndTheEndpointThatAre() {
        deploy("1.0").orElseThrow();
        AwsClients made = AwsClients.standard()
                .endpoint(moto.endpoint())
                .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));

        try (AwsPlatform another = fixture.open(setup -> setup.calling(made))) {
            assertThat(another.environments().list())
                    .extracting(environment -> environment.name().value())
                    .containsExactly("orders-1-1");
            assertThat(another.traffic().observed())
                    .isEqualTo(platform.traffic().observed());
        }
    }
}
