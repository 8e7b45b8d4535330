package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Fence;
import dev.viridian.testing.aws.AnsweredCall;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AwsPolicyTest {
    /** AWS asks for them where something is made with tags, with hooks, or from a template; nobody calls them. */
    private static final Set<String> IMPLIED = Set.of(
            "autoscaling:CreateOrUpdateTags",
            "autoscaling:PutLifecycleHook",
            "elasticloadbalancing:AddTags",
            "ec2:CreateTags",
            "ec2:RunInstances",
            "iam:PassRole");

    private final StrictFixture fixture = new StrictFixture();
    private final int before = fixture.aws().calls().size();
    private final AwsPlatform platform = fixture.open(setup -> setup.failingAfter(2));

    private DeploymentResult deploy(String version) {
        return Deployer.on(platform)
                .deploy(Deployment.blueGreen()
                        .artifact(StrictFixture.version(version))
                        .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                        .keepWarm(Duration.ZERO)
                        .machines(1)
                        .notifying(notification -> {}));
    }

    @Test
    void allThatDeploymentsCallIsAllowedAndNothingElse() {
        deploy("1.0").orElseThrow();
        deploy("1.1").orElseThrow();
        assertThat(deploy("broken-1.2").outcome()).isEqualTo(Outcome.ROLLED_BACK);
        Environment live = platform.environments().list().get(0);
        platform.environments().replace(live.name(), live.machines().get(0).id(), new Fence(99, "orders#4/replace"));
        platform.environments().examine(live.name(), live.machines().get(0).id());

        Set<String> allowed = new TreeSet<>(platform.policy().actions());
        allowed.removeAll(IMPLIED);

        assertThat(called()).isEqualTo(allowed);
    }

    private Set<String> called() {
        return fixture.aws().calls().stream()
                .skip(before)
                .map(AnsweredCall::call)
                .map(call -> call.service() + ":" + call.operation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void keepingMachinesThatFailedNeedsAFewMore() {
        AwsPlatform keeping = fixture.open(setup -> setup.keepingFailed(1, Duration.ofHours(1)));
        deploy("1.0").orElseThrow();
        Environment live = keeping.environments().list().get(0);
        keeping.environments().replace(live.name(), live.machines().get(0).id(), new Fence(99, "orders#1/replace"));
        fixture.simulation().time().sleep(Duration.ofMinutes(1));
        keeping.endKeptMachines();
        Set<String> more = new TreeSet<>(keeping.policy().actions());
        more.removeAll(platform.policy().actions());
        Set<String> calledMore = called();
        calledMore.removeAll(platform.policy().actions());

        assertThat(calledMore).contains("ec2:TerminateInstances").isEqualTo(more);
        assertThat(keeping.policy().toString()).contains("\"ec2:ResourceTag/viridian:application\" : \"orders\"");
    }

    @Test
    void whatChangesSomethingIsLimitedToTheApplication() {
        assertThat(platform.policy().toString())
                .contains("autoScalingGroup:*:autoScalingGroupName/orders-*")
                .contains("targetgroup/orders-*")
                .contains("\"ec2:LaunchTemplate\"")
                .contains("\"Version\" : \"2012-10-17\"");
    }
}
