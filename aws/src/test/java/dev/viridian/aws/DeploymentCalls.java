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

/** How often a deployment calls AWS, whatever environments are. */
abstract class DeploymentCalls {
    /** What is deployed to. */
    abstract StrictFixture fixture();

    private Map<String, Long> callsOfASecondDeployment(int machines) {
        StrictFixture fixture = fixture();
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

    /** Those of four machines that do not only look. */
    final Map<String, Long> changesOfASecondDeployment() {
        Map<String, Long> changes = callsOfASecondDeployment(4);
        changes.keySet().removeIf(operation -> operation.contains(":Describe"));
        return changes;
    }

    static Deployment version(String version, int machines) {
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
}
