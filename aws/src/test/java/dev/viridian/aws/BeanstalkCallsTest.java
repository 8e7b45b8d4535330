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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What of Elastic Beanstalk is called, how often, and what must be allowed for it. */
class BeanstalkCallsTest {
    /** AWS asks for it where something is made with tags; nobody calls it. */
    private static final Set<String> IMPLIED = Set.of("elasticbeanstalk:AddTags");

    private static DeploymentResult deploy(BeanstalkPlatform platform, String version, int machines) {
        return Deployer.on(platform)
                .deploy(Deployment.blueGreen()
                        .artifact(BeanstalkFixture.version(version))
                        .healthCheck(http("/health"))
                        .keepWarm(Duration.ZERO)
                        .machines(machines)
                        .notifying(notification -> {}));
    }

    private static Map<String, Long> callsSince(BeanstalkFixture fixture, int before) {
        return fixture.aws().calls().stream()
                .skip(before)
                .map(answered -> answered.call())
                .collect(Collectors.groupingBy(
                        call -> call.service() + ":" + call.operation(), TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> callsOfASecondDeployment(int machines) {
        BeanstalkFixture fixture = new BeanstalkFixture();
        BeanstalkPlatform platform = fixture.open();
        deploy(platform, "1.0", machines).orElseThrow();
        int before = fixture.aws().calls().size();
        deploy(platform, "1.1", machines).orElseThrow();
        return callsSince(fixture, before);
    }

    @Test
    void asManyCallsAreMadeForFortyMachinesAsForFour() {
        assertThat(callsOfASecondDeployment(40)).isEqualTo(callsOfASecondDeployment(4));
    }

    @Test
    void eachThingIsChangedOnce() {
        Map<String, Long> changes = callsOfASecondDeployment(4);
        changes.keySet().removeIf(operation -> operation.contains(":Describe") || operation.contains(":List"));

        assertThat(changes)
                .isEqualTo(Map.of(
                        "elasticbeanstalk:CreateApplicationVersion", 1L,
                        "elasticbeanstalk:CreateEnvironment", 1L,
                        "elasticbeanstalk:SwapEnvironmentCNAMEs", 1L,
                        "elasticbeanstalk:TerminateEnvironment", 1L,
                        "elasticbeanstalk:DeleteApplicationVersion", 1L));
    }

    @Test
    void allThatDeploymentsCallIsAllowedAndNothingElse() {
        BeanstalkFixture fixture = new BeanstalkFixture();
        BeanstalkPlatform platform = fixture.open();
        int before = fixture.aws().calls().size();
        deploy(platform, "1.0", 1).orElseThrow();
        deploy(platform, "1.1", 2).orElseThrow();
        assertThat(deploy(platform, "broken-1.2", 1).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        Environment live = platform.environments().list().get(0);
        platform.environments().replace(live.name(), live.machines().get(0).id(), new Fence(99, "orders#4/replace"));
        platform.environments().resize(live.name(), 3, new Fence(99, "orders#4/resize"));
        platform.environments().examine(live.name(), live.machines().get(0).id());

        Set<String> allowed = new TreeSet<>(platform.policy().actions());
        allowed.removeAll(IMPLIED);

        assertThat(callsSince(fixture, before).keySet()).isEqualTo(allowed);
    }

    @Test
    void copyingWhatIsLiveNeedsTwoMore() {
        BeanstalkFixture fixture = new BeanstalkFixture().copyingTheLive();
        BeanstalkPlatform platform = fixture.open();
        int before = fixture.aws().calls().size();
        deploy(platform, "1.0", 1).orElseThrow();
        deploy(platform, "1.1", 1).orElseThrow();
        Set<String> more = new TreeSet<>(platform.policy().actions());
        more.removeAll(new BeanstalkFixture().open().policy().actions());

        assertThat(more)
                .containsExactly(
                        "elasticbeanstalk:CreateConfigurationTemplate", "elasticbeanstalk:DeleteConfigurationTemplate");
        assertThat(callsSince(fixture, before).keySet()).containsAll(more);
        assertThat(platform.policy().actions())
                .containsAll(callsSince(fixture, before).keySet());
    }

    @Test
    void whatChangesSomethingIsLimitedToTheApplication() {
        assertThat(new BeanstalkFixture().open().policy().toString())
                .contains("arn:aws:elasticbeanstalk:eu-central-1:*:environment/shop/orders-*")
                .contains("arn:aws:elasticbeanstalk:eu-central-1:*:applicationversion/shop/orders-*")
                .contains("arn:aws:elasticbeanstalk:eu-central-1:*:configurationtemplate/shop/production")
                .contains("\"ec2:ResourceTag/viridian:application\" : \"orders\"");
    }
}
