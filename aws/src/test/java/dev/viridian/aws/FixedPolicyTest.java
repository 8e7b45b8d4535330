package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Fence;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must be allowed where environments are instances without a group. */
class FixedPolicyTest {
    /** AWS asks for them where something is made with tags; nobody calls them. */
    private static final Set<String> IMPLIED = Set.of("ec2:CreateTags", "iam:PassRole");

    private final StrictFixture fixture = new StrictFixture().withoutGroup();
    private final int before = fixture.aws().calls().size();

    private DeploymentResult deploy(AwsPlatform platform, String version) {
        return Deployer.on(platform)
                .deploy(Deployment.blueGreen()
                        .artifact(StrictFixture.version(version))
                        .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                        .keepWarm(Duration.ZERO)
                        .machines(1)
                        .notifying(notification -> {}));
    }

    private Set<String> called() {
        return fixture.aws().calls().stream()
                .skip(before)
                .map(answered ->
                        answered.call().service() + ":" + answered.call().operation())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private AwsPlatform afterADay(UnaryOperator<AwsSetup> change) {
        AwsPlatform platform = fixture.open(change);
        deploy(platform, "1.0").orElseThrow();
        deploy(platform, "1.1").orElseThrow();
        assertThat(deploy(platform, "broken-1.2").outcome()).isEqualTo(Outcome.ROLLED_BACK);
        Environment live = platform.environments().list().get(0);
        platform.environments().resize(live.name(), 2, new Fence(99, "orders#4/resize"));
        platform.environments().replace(live.name(), live.machines().get(0).id(), new Fence(99, "orders#4/replace"));
        platform.environments().examine(live.name(), live.machines().get(0).id());
        return platform;
    }

    @Test
    void allThatDeploymentsCallIsAllowedAndNothingElse() {
        AwsPlatform platform = afterADay(setup -> setup);
        Set<String> allowed = new TreeSet<>(platform.policy().actions());
        allowed.removeAll(IMPLIED);

        assertThat(called()).isEqualTo(allowed);
        assertThat(allowed)
                .noneMatch(action -> action.startsWith("autoscaling:"))
                .contains("ec2:TerminateInstances");
    }

    @Test
    void keepingMachinesThatFailedNeedsNoMoreThanToMarkThem() {
        AwsPlatform platform = afterADay(setup -> setup.keepingFailed(1, Duration.ofHours(1)));
        platform.endKeptMachines();
        Set<String> allowed = new TreeSet<>(platform.policy().actions());
        allowed.remove("iam:PassRole");

        assertThat(called()).isEqualTo(allowed).contains("ec2:CreateTags");
    }

    @Test
    void onlyMachinesOfTheApplicationAreEnded() {
        assertThat(fixture.open().policy().toString())
                .containsPattern("(?s)\"EndMachines\".*\"ec2:ResourceTag/viridian:application\" : \"orders\"")
                .contains("targetgroup/orders-*");
    }
}
