package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.BakeCondition;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.spi.Platform;
import dev.viridian.testing.aws.CommandResult;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
