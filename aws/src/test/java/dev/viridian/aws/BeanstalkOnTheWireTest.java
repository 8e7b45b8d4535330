package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The SDK's real client against the documented protocol: no emulator here has a swap of CNAMEs. */
class BeanstalkOnTheWireTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");
    private static final Fence FENCE = new Fence(1, "orders#1/effect");

    private final BeanstalkFixture fixture = new BeanstalkFixture();
    private final StandInBeanstalk beanstalk = new StandInBeanstalk(BeanstalkFixture.CNAME);
    private final BeanstalkPlatform platform = fixture.open(this::onTheWire);
    private final BeanstalkPlatform copying =
            fixture.open(setup -> onTheWire(setup).copyingTheLive());

    private BeanstalkSetup onTheWire(BeanstalkSetup setup) {
        return setup.tag("team", "shop + more")
                .calling(AwsClients.standard()
                        .ec2(fixture.aws().ec2())
                        .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                        .endpoint(beanstalk.endpoint()));
    }

    BeanstalkOnTheWireTest() throws IOException {}

    @AfterEach
    void close() {
        platform.close();
        copying.close();
        beanstalk.close();
    }

    private Map<String, String> last(String action) {
        List<Map<String, String>> found = beanstalk.requests.stream()
                .filter(request -> request.get("Action").equals(action))
                .toList();
        return found.get(found.size() - 1);
    }

    private void create() {
        platform.environments()
                .create(new EnvironmentSpec(NAME, fixture.artifacts().pin(BeanstalkFixture.version("1.0")), 2), FENCE);
    }

    @Test
    void anEnvironmentIsMadeSwappedAndRemoved() {
        create();
        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.nowhere());
        platform.traffic().route(TrafficSplit.allTo(NAME), FENCE);
        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.allTo(NAME));
        platform.environments().resize(NAME, 3, FENCE);
        platform.traffic().route(TrafficSplit.nowhere(), FENCE);
        platform.environments().destroy(NAME, FENCE);

        assertThat(platform.environments().list()).isEmpty();
        assertThat(beanstalk.findings).isEmpty();
        assertThat(last("SwapEnvironmentCNAMEs"))
                .containsEntry("SourceEnvironmentId", "e-orders-1-1")
                .containsEntry("DestinationEnvironmentId", "e-byhand");
        assertThat(last("CreateApplicationVersion"))
                .containsEntry("SourceBundle.S3Bucket", "releases")
                .containsEntry("SourceBundle.S3Key", "orders/1.0/orders.zip")
                .containsEntry("Process", "true")
                .containsEntry("AutoCreateApplication", "false");
        assertThat(last("CreateEnvironment"))
                .containsEntry("TemplateName", "production")
                .containsEntry("VersionLabel", "orders-1-1")
                .containsValue("viridian:sha256")
                .containsValue("shop + more")
                .containsValue("enhanced");
        assertThat(last("UpdateEnvironment"))
                .containsEntry("OptionSettings.member.1.OptionName", "MinSize")
                .containsEntry("OptionSettings.member.1.Value", "3")
                .containsEntry("OptionSettings.member.2.OptionName", "MaxSize");
        assertThat(last("DeleteApplicationVersion")).containsEntry("DeleteSourceBundle", "false");
    }

    @Test
    void evidenceIsReadAsItIsWritten() {
        create();

        Map<String, String> found = platform.environments().examine(NAME, new MachineId("i-1")).items().stream()
                .collect(Collectors.toMap(Evidence.Item::title, Evidence.Item::text));

        assertThat(found)
                .containsEntry("what Elastic Beanstalk says of i-1", "Degraded (Red): Process is not running.")
                .containsEntry(
                        "what Elastic Beanstalk says of orders-1-1",
                        "Ready, Warning (Yellow): Impaired services on 1 out of 2 instances.")
                .containsEntry(
                        "last events of orders-1-1",
                        "2026-01-01T00:00:01Z INFO first\n2026-01-01T00:00:02Z WARN second");
        assertThat(beanstalk.findings).isEmpty();
    }

    @Test
    void whyThereIsNoMachineIsTold() {
        create();

        assertThat(platform.environments().find(NAME).orElseThrow().machines())
                .extracting(Machine::detail)
                .containsExactly("Elastic Beanstalk has launched none in 5 minutes: second");
        assertThat(last("DescribeEvents"))
                .containsEntry("Severity", "WARN")
                .containsEntry("StartTime", "2026-01-01T00:00:00Z");
        assertThat(beanstalk.findings).isEmpty();
    }

    @Test
    void theConfigurationOfWhatIsLiveIsSavedAndDeleted() {
        create();
        platform.traffic().route(TrafficSplit.allTo(NAME), FENCE);
        EnvironmentName next = new EnvironmentName("orders-2-1");

        copying.environments()
                .create(new EnvironmentSpec(next, fixture.artifacts().pin(BeanstalkFixture.version("1.1")), 2), FENCE);

        assertThat(last("CreateConfigurationTemplate"))
                .containsEntry("EnvironmentId", "e-orders-1-1")
                .containsEntry("TemplateName", "orders-2-1");
        assertThat(last("CreateEnvironment")).containsEntry("TemplateName", "orders-2-1");
        assertThat(last("DeleteConfigurationTemplate")).containsEntry("TemplateName", "orders-2-1");
        assertThat(beanstalk.findings).isEmpty();
    }

    @Test
    void whatIsInTheWayIsWaitedFor() {
        create();
        beanstalk.errors.put(
                "TerminateEnvironment",
                List.of(
                        "InvalidParameterValue",
                        "Environment named orders-1-1 is in an invalid state for this operation. Must be Ready."));

        platform.environments().destroy(NAME, FENCE);

        assertThat(platform.environments().find(NAME)).isEmpty();
    }

    @Test
    void thatNobodyHasTheNameWhileItIsSwappedIsWaitedFor() {
        create();
        beanstalk.swapping.set(4);

        platform.traffic().route(TrafficSplit.allTo(NAME), FENCE);

        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.allTo(NAME));
    }

    @Test
    void aDenialNamesTheLineThatThePolicyLacks() {
        beanstalk.errors.put("CreateApplicationVersion", List.of("InsufficientPrivilegesException", "Access Denied"));

        assertThatThrownBy(this::create)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(
                        "must allow \"elasticbeanstalk:CreateApplicationVersion\" on \"applicationversion/shop/orders-1-1\"");
    }

    @Test
    void anOperationInProgressMayPass() {
        create();
        beanstalk.errors.put(
                "SwapEnvironmentCNAMEs",
                List.of(
                        "OperationInProgressFailure",
                        "Unable to perform the specified operation because another operation that effects an element in this activity is already in progress."));

        assertThatThrownBy(() -> platform.traffic().route(TrafficSplit.allTo(NAME), FENCE))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        thrown -> assertThat(thrown.failure())
                                .isInstanceOf(Failure.CallFailed.class)
                                .satisfies(failure ->
                                        assertThat(failure.worthRetrying()).isTrue()));
    }
}
