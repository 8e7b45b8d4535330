package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.BakeCondition;
import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.aws.Behaviour;
import dev.viridian.testing.aws.CommandResult;
import dev.viridian.testing.aws.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What CloudWatch and machines themselves tell of an environment: while it is baked, and as evidence. */
class TargetMetricsTest {
    private static final EnvironmentName LIVE = new EnvironmentName("orders-1-1");

    private final StrictFixture fixture = new StrictFixture();
    private final AwsPlatform platform =
            fixture.open(setup -> setup.readingMetrics().askingFailedMachines());

    private DeploymentResult deploy(String version, BakeCondition condition) {
        return Deployer.on(platform)
                .deploy(Deployment.blueGreen()
                        .artifact(StrictFixture.version(version))
                        .healthCheck(http("/health"))
                        .keepWarm(Duration.ZERO)
                        .bake(Duration.ofMinutes(20), condition)
                        .machines(2)
                        .notifying(notification -> {}));
    }

    /** 1.1 answers its health check well, and one of five users' requests with 500. */
    @BeforeEach
    void deployTheFirst() {
        fixture.aws().machines(machine -> {
            boolean isSloppy =
                    machine.tags().getOrDefault(EnvironmentTags.VERSION, "").equals("1.1");
            Behaviour well = Behaviour.well().booting(StrictFixture.BOOT);
            return isSloppy ? well.answering("/order", new Reply(500, "no database")) : well;
        });
        deploy("1.0", () -> BakeCondition.Verdict.well("")).orElseThrow();
    }

    /** So many come with each call that the deployer makes; every fifth of them orders something. */
    private void usersCome(int eachCall) {
        int[] users = {0};
        fixture.aws().faults(call -> {
            for (int user = 0; user < eachCall; user++) {
                fixture.visit(++users[0] % 5 == 0 ? "/order" : "/");
            }
            return Optional.empty();
        });
    }

    private static String text(Evidence evidence) {
        return evidence.items().stream()
                .map(item -> item.title() + ": " + item.text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aBakeWithEnoughRequestsCounts() {
        usersCome(1);

        assertThat(deploy("1.2", BakeCondition.requests(100)).succeeded()).isTrue();
    }

    @Test
    void aBakeInWhichNobodyCameDoesNot() {
        DeploymentResult result = deploy("1.2", BakeCondition.requests(100));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("0 of 100 requests");
    }

    @Test
    void whereMetricsAreNotReadItIsRefusedBeforeAnythingIsTouched() {
        DeploymentResult result = Deployer.on(fixture.open())
                .deploy(Deployment.blueGreen()
                        .artifact(StrictFixture.version("1.2"))
                        .healthCheck(http("/health"))
                        .bake(Duration.ofMinutes(20), BakeCondition.requests(1))
                        .notifying(notification -> {}));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains("the router cannot tell");
    }

    @Test
    void tooManyErrorsOfTheNewEnvironmentBringTheFormerOneBack() {
        usersCome(2);

        DeploymentResult result = deploy("1.1", platform.errorsAtMost(5, 50));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("at most 5.0 % of 50 requests or more answered with 5xx was not well: ")
                .contains(" requests were answered with 5xx");
    }

    @Test
    void fewErrorsAreBorne() {
        usersCome(2);

        assertThat(deploy("1.1", platform.errorsAtMost(25, 50)).succeeded()).isTrue();
    }

    @Test
    void errorsAreNotCountedUnlessMetricsAreRead() {
        assertThatThrownBy(() -> fixture.open().errorsAtMost(1, 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Add readingMetrics() to its setup.");
        assertThatThrownBy(() -> platform.errorsAtMost(100, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> platform.errorsAtMost(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasCountedIsEvidence() {
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
        fixture.aws()
                .commands((instance, script) ->
                        CommandResult.ok(script.contains("df -h") ? "/dev/xvda1 100%\npassword=hunter2" : "not asked"));

        assertThat(text(platform.environments().examine(LIVE, machine())))
                .contains("says of itself: /dev/xvda1 100%")
                .doesNotContain("hunter2");
    }

    @Test
    void aLongAnswerIsCut() {
        fixture.aws().commands((instance, script) -> CommandResult.ok("x".repeat(20_000)));

        assertThat(text(platform.environments().examine(LIVE, machine())))
                .contains("(The rest is cut off: it has 20000 characters.)");
    }

    @Test
    void oneThatSystemsManagerDoesNotKnowSaysWhatItLacks() {
        MachineId machine = machine();
        fixture.aws().end(machine.value());
        fixture.simulation().time().sleep(Duration.ofSeconds(40));

        assertThat(text(platform.environments().examine(LIVE, machine)))
                .contains("says of itself: could not be read")
                .contains("its role must allow what AmazonSSMManagedInstanceCore allows");
    }

    @Test
    void theyNeedAFewPermissionsMore() {
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
