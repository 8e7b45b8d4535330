package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.BakeCondition;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.aws.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchServiceClientConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** What CloudWatch and machines themselves tell of an environment: while it is baked, and as evidence. */
class TargetMetricsTest extends CountedBakes {
    private static final EnvironmentName LIVE = new EnvironmentName("orders-1-1");

    private final StrictFixture fixture = new StrictFixture();
    private final AwsPlatform platform =
            fixture.open(setup -> setup.readingMetrics().askingFailedMachines());

    @Override
    StrictFixture fixture() {
        return fixture;
    }

    @Override
    Platform platform() {
        return platform;
    }

    @Override
    void visit(String path) {
        fixture.visit(path);
    }

    @Override
    BakeCondition errorsAtMost(Platform judging, double percent, long requests) {
        return ((AwsPlatform) judging).errorsAtMost(percent, requests);
    }

    private static String text(Evidence evidence) {
        return evidence.items().stream()
                .map(item -> item.title() + ": " + item.text())
                .collect(Collectors.joining("\n"));
    }

    /** Of errors that were not told there may have been any number. */
    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"INTERNAL_ERROR", "PARTIAL_DATA", "FORBIDDEN"})
    void whatCloudWatchTellsInPartIsNoneAndNotTakenForWell(StatusCode status) throws Exception {
        deployTheFirst();
        for (int user = 0; user < 10; user++) {
            visit("/");
        }
        fixture.simulation().time().sleep(Duration.ofMinutes(2));
        AwsPlatform guessing = fixture.open(setup -> setup.readingMetrics()
                .calling(StrictFixture.clients(fixture.aws())
                        .cloudWatch(withoutErrors(fixture.aws().cloudWatch(), status))));
        Instant begin = fixture.simulation().time().now().minus(Duration.ofMinutes(5));

        assertThatThrownBy(() -> guessing.errorsAtMost(1, 10).look(baked(begin)))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isTrue())
                .hasMessageContaining("the data of errors are " + status);
        assertThat(platform.errorsAtMost(1, 10).look(baked(begin)))
                .isEqualTo(BakeCondition.Verdict.well("0 of 10 requests were answered with 5xx"));
    }

    private static BakeCondition.Baked baked(Instant begin) {
        return new BakeCondition.Baked() {
            @Override
            public EnvironmentName environment() {
                return LIVE;
            }

            @Override
            public Instant since() {
                return begin;
            }

            @Override
            public long requests() {
                throw new AssertionError("errors are a share of what is counted with them");
            }
        };
    }

    private static CloudWatchClient withoutErrors(CloudWatchClient whole, StatusCode status) {
        return new CloudWatchClient() {
            @Override
            public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
                GetMetricDataResponse answer = whole.getMetricData(request);
                return answer.toBuilder()
                        .metricDataResults(answer.metricDataResults().stream()
                                .map(result -> result.id().equals("errors")
                                        ? result.toBuilder()
                                                .values(List.of())
                                                .timestamps(List.of())
                                                .statusCode(status)
                                                .build()
                                        : result)
                                .toList())
                        .build();
            }

            @Override
            public CloudWatchServiceClientConfiguration serviceClientConfiguration() {
                return whole.serviceClientConfiguration();
            }

            @Override
            public String serviceName() {
                return whole.serviceName();
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void whatWasCountedIsEvidence() {
        deployTheFirst();
        for (int user = 0; user < 10; user++) {
            fixture.visit();
        }
        fixture.simulation().time().sleep(Duration.ofMinutes(2));

        assertThat(text(platform.environments().examine(LIVE, machine())))
                .contains("what the load balancer counted of orders-1-1 in the last 15 min: "
                        + "10 requests, 10 answered 2xx, 0 answered 4xx, 0 answered 5xx");
    }

    private MachineId machine() {
        return platform.environments()
                .find(LIVE)
                .orElseThrow()
                .machines()
                .get(0)
                .id();
    }

    @Test
    void whatAMachineSaysOfItselfIsEvidenceWithoutItsSecrets() {
        deployTheFirst();
        fixture.aws()
                .commands((instance, script) ->
                        CommandResult.ok(script.contains("df -h") ? "/dev/xvda1 100%\npassword=hunter2" : "not asked"));

        assertThat(text(platform.environments().examine(LIVE, machine())))
                .contains("says of itself: /dev/xvda1 100%")
                .doesNotContain("hunter2");
    }

    @Test
    void aLongAnswerIsCut() {
        deployTheFirst();
        fixture.aws().commands((instance, script) -> CommandResult.ok("x".repeat(20_000)));

        assertThat(text(platform.environments().examine(LIVE, machine())))
                .contains("(The rest is cut off: it has 20000 characters.)");
    }

    @Test
    void oneThatSystemsManagerDoesNotKnowSaysWhatItLacks() {
        deployTheFirst();
        MachineId machine = machine();
        fixture.aws().end(machine.value());
        fixture.simulation().time().sleep(Duration.ofSeconds(40));

        assertThat(text(platform.environments().examine(LIVE, machine)))
                .contains("says of itself: could not be read")
                .contains("its role must allow what AmazonSSMManagedInstanceCore allows");
    }

    @Test
    void theyNeedAFewPermissionsMore() {
        deployTheFirst();
        platform.environments().examine(LIVE, machine());

        assertThat(platform.policy().actions())
                .contains("cloudwatch:GetMetricData", "ssm:SendCommand", "ssm:GetCommandInvocation");
        assertThat(fixture.aws().calls())
                .extracting(call -> call.call().service() + ":" + call.call().operation())
                .contains("cloudwatch:GetMetricData", "ssm:SendCommand", "ssm:GetCommandInvocation");
        assertThat(fixture.open().policy().actions())
                .noneMatch(action -> action.startsWith("ssm:") || action.startsWith("cloudwatch:"));
        assertThat(platform.policy().toString()).contains(":eu-central-1::document/AWS-RunShellScript\"");
    }
}
