package dev.viridian.testing.simulation;

import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.check;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import java.time.Duration;
import java.util.ServiceConfigurationError;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors that users' code throws are bad answers, and not the end of the controller. */
class ThrownErrorsTest {
    private final Deployment orders = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health"))
            .onFailure(rollBack());

    private final SimulatedWorld world = Simulation.of("orders").live("1.2", 2).open();

    static Stream<Error> errors() {
        return Stream.of(
                new Error("of no kind"),
                new AssertionError("of an assertion"),
                new NoClassDefFoundError("of linking"),
                new StackOverflowError("of the machine"),
                new ServiceConfigurationError("of a service"));
    }

    private void isRolledBack(Deployment deployment, Error error) {
        DeploymentResult result =
                Deployer.silently(world.platform()).as("the test").deploy(deployment);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains(error.getClass().getSimpleName() + ": " + error.getMessage());
        assertThat(world.environments()).hasSize(1);
        assertThat(world.notifications()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void ofAHealthCheck(Error error) {
        isRolledBack(
                orders.healthCheck(check("queue is connected", machine -> {
                    throw error;
                })),
                error);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void ofASmokeTest(Error error) {
        isRolledBack(
                orders.smokeTest("takes orders", SmokeTest.code(green -> {
                    throw error;
                })),
                error);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void ofWhatMakesAProbe(Error error) {
        isRolledBack(
                orders.smokeTest("takes orders", green -> {
                    throw error;
                }),
                error);
    }

    @Test
    void ofARemedyTheNextResponseFollows() {
        Deployment mended = orders.smokeTest("takes orders", SmokeTest.code(green -> {
                    throw new IllegalStateException("no orders");
                }))
                .onFailure(when(Failure.class, remedy("mend it", failure -> {
                            throw new Error("cannot be mended");
                        }))
                        .then(rollBack()));

        DeploymentResult result =
                Deployer.silently(world.platform()).as("the test").deploy(mended);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.timeline()).contains("cannot be mended");
    }

    @Test
    void aTimeoutOfItsOwnIsNotToldAsIfItsTimeWereOver() {
        Deployment impatient = orders.smokeTest("takes orders", SmokeTest.code(green -> {
                    throw new TimeoutException();
                }))
                .onFailure(when(Failure.class, remedy("mend it", failure -> {
                            throw new TimeoutException("the queue took 3 s");
                        }))
                        .then(rollBack()));

        DeploymentResult result =
                Deployer.silently(world.platform()).as("the test").deploy(impatient);

        assertThat(result.failure().orElseThrow().message()).endsWith(": TimeoutException");
        assertThat(result.timeline())
                .contains("TimeoutException: the queue took 3 s")
                .doesNotContain("no answer");
    }

    @Test
    void aTimeoutOfABakeConditionsOwnIsToldAsWhatItIs() {
        Deployment watched = orders.bake(Duration.ofMinutes(5), () -> {
            throw new TimeoutException("the queue took 3 s");
        });

        DeploymentResult result =
                Deployer.silently(world.platform()).as("the test").deploy(watched);

        assertThat(result.failure().orElseThrow().message()).contains("TimeoutException: the queue took 3 s");
    }
}
