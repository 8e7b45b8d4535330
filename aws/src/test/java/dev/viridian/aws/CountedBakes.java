package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.BakeCondition;
import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.testing.aws.Behaviour;
import dev.viridian.testing.aws.Reply;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What load balancers count while an environment is baked, whoever makes them. */
abstract class CountedBakes {
    /** What is deployed to. */
    abstract ExploredAws fixture();

    /** One of its platforms that counts. */
    abstract Platform platform();

    /** One user asks for that path. */
    abstract void visit(String path);

    /** As that platform judges it. */
    abstract BakeCondition errorsAtMost(Platform platform, double percent, long requests);

    final Deployment version(String version, BakeCondition condition) {
        return Deployment.blueGreen()
                .artifact(fixture().artifact(version))
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO)
                .bake(Duration.ofMinutes(20), condition)
                .machines(2)
                .notifying(notification -> {});
    }

    final DeploymentResult deploy(String version, BakeCondition condition) {
        return Deployer.on(platform()).deploy(version(version, condition));
    }

    /** 1.0 is live. 1.1 answers its health check well, and what users order with 500. */
    final void deployTheFirst() {
        fixture().aws().machines(machine -> {
            boolean isSloppy =
                    machine.tags().getOrDefault(EnvironmentTags.VERSION, "").equals("1.1");
            Behaviour well = Behaviour.well().booting(StrictFixture.BOOT);
            return isSloppy ? well.answering("/order", new Reply(500, "no database")) : well;
        });
        deploy("1.0", () -> BakeCondition.Verdict.well("")).orElseThrow();
    }

    /** So many come with each call that the deployer makes; every fifth of them orders something. */
    final void usersCome(int eachCall) {
        int[] users = {0};
        fixture().aws().faults(call -> {
            for (int user = 0; user < eachCall; user++) {
                visit(++users[0] % 5 == 0 ? "/order" : "/");
            }
            return Optional.empty();
        });
    }

    @Test
    void aBakeWithEnoughRequestsCounts() {
        deployTheFirst();
        usersCome(1);

        assertThat(deploy("1.1", BakeCondition.requests(100)).succeeded()).isTrue();
    }

    /** On Elastic Beanstalk machines are asked by the same load balancer all the while. */
    @Test
    void aBakeInWhichNobodyButTheDeploymentItselfAskedDoesNot() {
        deployTheFirst();

        DeploymentResult result = deploy("1.1", BakeCondition.requests(1));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("0 of 1 requests");
    }

    @Test
    void whereMetricsAreNotReadItIsRefusedBeforeAnythingIsTouched() {
        deployTheFirst();
        DeploymentResult result = Deployer.on(fixture().open()).deploy(version("1.1", BakeCondition.requests(1)));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains("the router cannot tell");
    }

    @Test
    void tooManyErrorsOfTheNewEnvironmentBringTheFormerOneBack() {
        deployTheFirst();
        usersCome(2);

        DeploymentResult result = deploy("1.1", errorsAtMost(platform(), 5, 50));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("at most 5.0 % of 50 requests or more answered with 5xx was not well: ")
                .contains(" requests were answered with 5xx");
    }

    @Test
    void fewErrorsAreBorne() {
        deployTheFirst();
        usersCome(2);

        assertThat(deploy("1.1", errorsAtMost(platform(), 25, 50)).succeeded()).isTrue();
    }

    @Test
    void errorsAreNotCountedUnlessMetricsAreRead() {
        assertThatThrownBy(() -> errorsAtMost(fixture().open(), 1, 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Add readingMetrics() to its setup.");
        assertThatThrownBy(() -> errorsAtMost(platform(), 100, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> errorsAtMost(platform(), 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
