package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.testing.aws.AnsweredCall;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How often AWS is called where environments are instances without a group. */
class FixedCallsTest {
    private static Map<String, Long> callsOfASecondDeployment(int machines) {
        StrictFixture fixture = new StrictFixture().withoutGroup();
        AwsPlatform platform = fixture.open();
        Deployer.on(platform).deploy(version("1.0", machines)).orElseThrow();
        int before = fixture.aws().calls().size();

        Deployer.on(platform).deploy(version("1.1", machines)).orElseThrow();

        return fixture.aws().calls().stream()
                .skip(before)
                .map(AnsweredCall::call)
                .collect(Collectors.groupingBy(
                        call -> call.service() + ":" + call.operation(), TreeMap::new, Collectors.counting()));
    }

    private static Deployment version(String version, int machines) {
        return Deployment.blueGreen()
                .artifact(StrictFixture.version(version))
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO)
                .machines(machines)
                .notifying(notification -> {});
    }

    @Test
    void asManyCallsAreMadeForFourHundredMachinesAsForFour() {
        Map<String, Long> four = callsOfASecondDeployment(4);

        assertThat(callsOfASecondDeployment(40)).isEqualTo(four);
        assertThat(callsOfASecondDeployment(400)).isEqualTo(four);
    }

    @Test
    void eachThingIsChangedOnce() {
        Map<String, Long> changes = callsOfASecondDeployment(4);
        changes.keySet().removeIf(operation -> operation.contains(":Describe"));

        assertThat(changes)
                .as("how often each is called; a launch is tried first, and made in each of two subnets")
                .isEqualTo(Map.ofEntries(
                        Map.entry("ec2:RunInstances", 3L),
                        Map.entry("ec2:TerminateInstances", 1L),
                        Map.entry("elasticloadbalancing:AddTags", 1L),
                        Map.entry("elasticloadbalancing:CreateTargetGroup", 1L),
                        Map.entry("elasticloadbalancing:ModifyTargetGroupAttributes", 1L),
                        Map.entry("elasticloadbalancing:CreateRule", 1L),
                        Map.entry("elasticloadbalancing:RegisterTargets", 1L),
                        Map.entry("elasticloadbalancing:ModifyListener", 1L),
                        Map.entry("elasticloadbalancing:DeregisterTargets", 1L),
                        Map.entry("elasticloadbalancing:DeleteRule", 1L),
                        Map.entry("elasticloadbalancing:DeleteTargetGroup", 1L)));
    }
}
