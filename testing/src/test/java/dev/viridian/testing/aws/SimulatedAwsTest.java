package dev.viridian.testing.aws;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** What holds for every call, whatever the service. */
@SuppressWarnings("unchecked") // The SDK takes any number of lambdas.
class SimulatedAwsTest {
    private final SimulatedAws aws = SimulatedAws.create();

    @Test
    void refusesOperationsThatItDoesNotKnowByName() {
        assertThatThrownBy(() -> aws.ec2().createVpc(request -> request.cidrBlock("10.0.0.0/16")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith(
                        "SimulatedAws does not know ec2:CreateVpc. Of this service it knows AssociateSubnetCidrBlock,");
        assertThatThrownBy(() ->
                        aws.ec2().describeVolumesPaginator().volumes().stream().toList())
                .hasMessageStartingWith("SimulatedAws does not know ec2:DescribeVolumes.");
    }

    @Test
    void refusesParametersThatItDoesNotKnowByName() {
        assertThatThrownBy(() -> aws.ec2()
                        .runInstances(request -> request.imageId(aws.image())
                                .minCount(1)
                                .maxCount(1)
                                .ebsOptimized(true)))
                .hasMessage(
                        "SimulatedAws does not know the parameter EbsOptimized of ec2:RunInstances. Leave it out, or test this call against an"
                                + " emulator.");
        assertThatThrownBy(() -> aws.ec2()
                        .createLaunchTemplate(request -> request.launchTemplateName("x")
                                .launchTemplateData(
                                        data -> data.imageId(aws.image()).ramDiskId("r"))))
                .hasMessageContaining("the parameter LaunchTemplateData.RamDiskId of ec2:CreateLaunchTemplate");
        assertThatThrownBy(() -> aws.ec2()
                        .describeInstances(request -> request.filters(
                                filter -> filter.name("hypervisor").values("xen"))))
                .hasMessage("SimulatedAws does not know the filter hypervisor of ec2:DescribeInstances.");
    }

    @Test
    void refusesRequestsWithoutWhatTheyNeedAsAwsDoes() {
        assertThatThrownBy(() -> aws.ec2().terminateInstances(request -> {}))
                .isInstanceOfSatisfying(Ec2Exception.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MissingParameter");
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.requestId()).isNotEmpty();
                    assertThat(e)
                            .hasMessageContaining("InstanceIds")
                            .hasMessageContaining("Service: Ec2, Status Code: 400");
                });
    }

    @Test
    void saysWhereItsClientsAre() {
        assertThat(aws.ec2().serviceClientConfiguration().region().id()).isEqualTo("eu-central-1");
        assertThat(aws.autoScaling().serviceName()).isEqualTo("autoscaling");
        assertThat(aws.ec2()).isSameAs(aws.ec2()).hasToString("SimulatedAws' client of ec2");
    }

    @Test
    void rememberAllCallsAndWhatTheyWereAnswered() {
        aws.ec2().describeInstances();
        aws.time().sleep(ofSeconds(7));
        assertThatThrownBy(() -> aws.ec2().describeInstances(request -> request.instanceIds("i-1")))
                .isInstanceOf(Ec2Exception.class);

        assertThat(aws.calls())
                .extracting(AnsweredCall::toString)
                .containsExactly(
                        "2026-01-01T00:00:00Z #1 ec2:DescribeInstances → ok",
                        "2026-01-01T00:00:07Z #2 ec2:DescribeInstances → InvalidInstanceID.NotFound");
    }

    @Test
    void throttlesWhileItsBucketIsEmpty() {
        aws.throttling("ec2", "Describe", 2, 0.1);
        aws.ec2().describeInstances();
        aws.ec2().describeSubnets();

        assertThatThrownBy(() -> aws.ec2().describeInstances()).isInstanceOfSatisfying(Ec2Exception.class, e -> {
            assertThat(e.isThrottlingException()).isTrue();
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
        });
        aws.launchTemplate("not-described");
        aws.time().sleep(ofSeconds(10));
        assertThat(aws.ec2().describeInstances().reservations()).isEmpty();
        aws.notThrottling();
        assertThat(aws.ec2().describeInstances().reservations()).isEmpty();
    }

    @Test
    void hasFaultsBeforeTheEffect() {
        for (AwsFault fault : List.of(AwsFault.FAILS, AwsFault.THROTTLED, AwsFault.EXPIRED, AwsFault.DENIED)) {
            SimulatedAws broken = SimulatedAws.create();
            broken.faults(call -> Optional.of(fault).filter(any -> call.number() == 1));

            assertThatThrownBy(() -> broken.launchTemplate("orders"))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.isThrottlingException()).isEqualTo(fault == AwsFault.THROTTLED));
            assertThat(broken.leftovers()).isEmpty();
        }
    }

    @Test
    void losesAnAnswerAfterTheEffect() {
        aws.faults(call -> Optional.of(AwsFault.ANSWER_LOST));

        assertThatThrownBy(() -> aws.launchTemplate("orders"))
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("Connection reset");
        assertThat(aws.leftovers()).containsExactly("launch template orders");
    }

    @Test
    void hangsUntilTheCallerGivesUp() {
        aws.faults(call -> Optional.of(AwsFault.HANGS), ofSeconds(11));
        var before = aws.time().now();

        assertThatThrownBy(() -> aws.launchTemplate("orders")).isInstanceOf(ApiCallTimeoutException.class);
        assertThat(Duration.between(before, aws.time().now())).isEqualTo(ofSeconds(11));
        assertThat(aws.leftovers()).isEmpty();
    }

    @Test
    void answersAReadWithWhatWasTrueBeforeTheLastChange() {
        AwsScene scene = new AwsScene();
        scene.aws.faults(call -> Optional.of(AwsFault.STALE).filter(any -> call.number() == 4));
        scene.group("blue", 2);
        assertThat(desired(scene)).containsExactly(2);
        scene.scaling.setDesiredCapacity(
                request -> request.autoScalingGroupName("blue").desiredCapacity(3));

        assertThat(scene.aws.calls()).hasSize(4);
        SimulatedAws fresh = scene.aws;
        fresh.faults(call -> Optional.of(AwsFault.STALE));
        assertThat(desired(scene)).containsExactly(2);
        fresh.faults(FaultScript.none());
        assertThat(desired(scene)).containsExactly(3);
    }

    private static List<Integer> desired(AwsScene scene) {
        return scene.scaling.describeAutoScalingGroups().autoScalingGroups().stream()
                .map(AutoScalingGroup::desiredCapacity)
                .toList();
    }

    @Test
    void findsWhatIsNewOnlyAfterAWhileWhereThatIsAsked() {
        aws.findingWhatIsNewAfter(ofSeconds(5));
        String id = aws.ec2()
                .runInstances(
                        request -> request.imageId(aws.image()).minCount(1).maxCount(1))
                .instances()
                .get(0)
                .instanceId();

        assertThatThrownBy(() -> aws.ec2().describeInstances(request -> request.instanceIds(id)))
                .hasMessageContaining("The instance ID '" + id + "' does not exist");
        aws.time().sleep(ofSeconds(5));
        assertThat(aws.ec2()
                        .describeInstances(request -> request.instanceIds(id))
                        .reservations())
                .hasSize(1);
    }
}
