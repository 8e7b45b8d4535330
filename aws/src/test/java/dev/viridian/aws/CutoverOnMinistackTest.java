package dev.viridian.aws;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.EmulatorAbsentException;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Releases behind a load balancer that forwards: ministack's, to web servers of this test. The engine deploys, and the adapter moves users by {@code ModifyListener}, while they come.
 */
class CutoverOnMinistackTest {
    private static final int REQUESTS_PER_SECOND = 100;

    private AwsEmulator emulator;
    private ServersBehindMinistack shop;

    @BeforeEach
    void start() {
        try {
            emulator = AwsEmulator.ministack();
        } catch (EmulatorAbsentException absent) {
            Emulated.tell("Left out: ministack, and the cutover with users that it would have checked. "
                    + absent.getMessage());
            abort(absent.getMessage());
        }
        shop = new ServersBehindMinistack(emulator);
    }

    @AfterEach
    void end() {
        if (shop != null) {
            shop.close();
            Emulated.tell("Checked by " + emulator + ": a cutover with users (ElasticLoadBalancingV2)");
            emulator.close();
        }
    }

    private static Deployment version(String version) {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health").every(Duration.ofMillis(50)).consecutively(2))
                .revisionAt("/version")
                .machines(3)
                .drain(Duration.ofMillis(500))
                .keepWarm(Duration.ZERO)
                .onFailure(rollBack());
    }

    @Test
    void noRequestFailsAndTheFormerReleaseAnswersNoneOnceItsSuccessorIsDeployed(TestReporter reporter) {
        Deployer deployer = Deployer.on(shop);
        deployer.deploy(version("1.0")).orElseThrow();
        try (Load users = Load.on(emulator.endpoint())
                .path(ServersBehindMinistack.ENTRY + "/orders")
                .requestsPerSecond(REQUESTS_PER_SECOND)
                .start()) {
            deployer.deploy(version("1.1")).orElseThrow();
            deployer.deploy(version("1.2")).orElseThrow();
            Instant deployed = Instant.now();
            shop.time().sleep(Duration.ofMillis(500));
            LoadReport report = users.stop();

            reporter.publishEntry("ministack forwarded " + report.sent()
                    + " requests to one target group after the other, answered by "
                    + report.answeredBy() + ", " + report.failed() + " failed. Not checked, since it has none of it: "
                    + ServersBehindMinistack.NOT_CHECKED);
            assertThat(report.failures()).isEmpty();
            assertThat(report.answeredBy()).containsOnlyKeys("1.0", "1.1", "1.2");
            assertThat(report.since(deployed).answeredBy()).containsOnlyKeys("1.2");
        }
    }
}
