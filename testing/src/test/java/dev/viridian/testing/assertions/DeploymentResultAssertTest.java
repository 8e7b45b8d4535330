package dev.viridian.testing.assertions;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeploymentResultAssertTest {
    private static final String SICK =
            "Machine orders-1-2.4 of orders-1-2 did not become healthy within 5 min: health check"
                    + " 'GET /health' was answered last with: 503 Service Unavailable";

    private final Simulation sick = Said.WORLD.everyMachine("1.3", Fate.comesUpSick());
    private final DeploymentResult deployed = Said.deployed(Said.WORLD, Said.ORDERS);
    private final DeploymentResult rolledBack = Said.deployed(sick, Said.ORDERS);
    private final DeploymentResult rebuilt =
            Said.deployed(Said.WORLD.machine("1.3", 2, Fate.comesUpSick()), Said.ORDERS);

    private static String said(ThrowingCallable failing) {
        return Said.by(failing, "What happened:");
    }

    @Test
    void saysHowItEndedAndWhy() {
        assertThat(deployed).isDeployed();
        assertThat(rolledBack).isRolledBack();

        assertThat(said(() -> assertThat(rolledBack).isDeployed()))
                .isEqualTo("Expected that orders#1 was deployed\n but it was rolled back: " + SICK);
        assertThat(said(() -> assertThat(deployed).isRolledBack()))
                .isEqualTo("Expected that orders#1 was rolled back\n but it was deployed");
    }

    @Test
    void knowsEveryOutcome() {
        DeploymentResult kept = Said.deployed(sick, Said.ORDERS.onFailure(quarantine(Duration.ofHours(1))));
        DeploymentResult halted = Said.deployed(sick, Said.ORDERS.onFailure(halt()));
        DeploymentResult refused = Said.deployed(
                Said.WORLD.refusesArtifact("s3://releases/orders/1.3/orders.tar.gz", "there is no such file"),
                Said.ORDERS);

        assertThat(kept).isQuarantined();
        assertThat(halted).isHalted();
        assertThat(refused).isRefused();
        assertThat(said(() -> assertThat(kept).isHalted())).contains("was halted\n but it was quarantined: ");
        assertThat(said(() -> assertThat(halted).isRefused())).contains("was refused\n but it was halted: ");
        assertThat(said(() -> assertThat(refused).isQuarantined())).contains("was quarantined\n but it was refused: ");
    }

    @Test
    void tellsTheWholeStory() {
        assertThatThrownBy(() -> assertThat(deployed).isHalted())
                .isInstanceOf(AssertionError.class)
                .hasMessage("\nExpected that orders#1 was halted\n but it was deployed\nWhat happened:\n"
                        + deployed.timeline());
    }

    @Test
    void saysWhatItIsCalled() {
        assertThatThrownBy(() -> assertThat(deployed).as("100 % of orders").isHalted())
                .hasMessageStartingWith("[100 % of orders] \nExpected that orders#1 was halted");
    }

    @Test
    void saysAtWhichStepItFailed() {
        assertThat(rolledBack).failedAt("await health");

        assertThat(said(() -> assertThat(rolledBack).failedAt("smoke test")))
                .isEqualTo(
                        "Expected that orders#1 failed at 'smoke test'\n but it failed at 'await health of orders-1-2'");
        assertThat(said(() -> assertThat(rebuilt).failedAt("await health")))
                .isEqualTo("Expected that orders#1 failed at 'await health'\n but it did not fail at a step");
    }

    @Test
    void saysWhyItFailed() {
        assertThat(rolledBack).because("503 Service Unavailable");

        assertThat(said(() -> assertThat(rolledBack).because("disk full")))
                .isEqualTo("Expected that orders#1 failed because of 'disk full'\n but it failed because of: " + SICK);
        assertThat(said(() -> assertThat(deployed).because("disk full")))
                .isEqualTo("Expected that orders#1 failed because of 'disk full'\n but it did not fail");
    }

    @Test
    void saysWhatItOvercame() {
        assertThat(rebuilt).isDeployed().overcame("await health");

        assertThat(said(() -> assertThat(rebuilt).overcame("cut over")))
                .isEqualTo("Expected that orders#1 overcame a failure at 'cut over'\n but it overcame failures at"
                        + " 'await health of orders-1-1'");
        assertThat(said(() -> assertThat(deployed).overcame("cut over"))).endsWith("overcame failures at none");
    }

    @Test
    void whatItGaveUpAtItDidNotOvercome() {
        assertThat(rolledBack).overcame("await health of orders-1-1");
        assertThat(said(() -> assertThat(rolledBack).overcame("await health of orders-1-2")))
                .endsWith("overcame failures at 'await health of orders-1-1'");
    }

    @Test
    void countsAttempts() {
        assertThat(rebuilt).attempted("await health", 2).attempted("cut over", 1);

        assertThat(said(() -> assertThat(rebuilt).attempted("await health", 1)))
                .isEqualTo("Expected that orders#1 attempted 'await health' 1 time\n but it attempted it 2 times:"
                        + " 'await health of orders-1-1', 'await health of orders-1-1'");
    }

    @Test
    void namesTheMachineThatWasRebuilt() {
        assertThat(rebuilt).rebuiltMachine("orders-1-1.2").rebuiltCandidate(0);

        assertThat(said(() -> assertThat(rebuilt).rebuiltMachine("orders-1-1.1")))
                .isEqualTo("Expected that orders#1 rebuilt machine orders-1-1.1\n but it rebuilt 'orders-1-1.2'");
    }

    @Test
    void countsCandidates() {
        assertThat(rolledBack).rebuiltCandidate(1);

        assertThat(said(() -> assertThat(rolledBack).rebuiltCandidate(2)))
                .isEqualTo("Expected that orders#1 rebuilt its candidate 2 times\n but it rebuilt it 1 time");
    }

    @Test
    void saysWhatIsLive() {
        assertThat(deployed).isLive("1.3");
        assertThat(rolledBack).isLive("1.2");

        assertThat(said(() -> assertThat(rolledBack).isLive("1.3")))
                .isEqualTo("Expected that 1.3 is live after orders#1\n but it left traffic going orders-0-1 100 %,"
                        + " which runs 1.2");
        assertThat(said(() -> assertThat(Said.deployed(
                                Simulation.of("orders").everyMachine("1.3", Fate.comesUpSick()), Said.ORDERS))
                        .isLive("1.2")))
                .endsWith("left traffic going nowhere");
    }

    @Test
    void aCandidateThatWasBuiltAnewIsLive() {
        DeploymentResult second = Said.deployed(
                Said.WORLD
                        .machine("1.3", 1, Fate.comesUpSick())
                        .machine("1.3", 2, Fate.comesUpSick())
                        .machine("1.3", 3, Fate.comesUpSick()),
                Said.ORDERS);

        assertThat(second).isDeployed().rebuiltCandidate(1).isLive("1.3");
    }

    @Test
    void saysWhatIsLeftBehind() {
        DeploymentResult kept = Said.deployed(sick, Said.ORDERS.onFailure(quarantine(Duration.ofHours(1))));
        assertThat(deployed).leftNothingBehind();

        assertThat(said(() -> assertThat(kept).leftNothingBehind())).isEqualTo("""
                        Expected that orders#1 left nothing behind
                         but it left behind
                          - orders-1-1 in quarantine
                        """);
    }

    @Test
    void saysHowLongItTook() {
        DeploymentResult baked = Said.deployed(Said.WORLD, Said.ORDERS.bake(Duration.ofHours(12)));
        assertThat(baked).tookLessThan(Duration.ofHours(13));

        assertThat(said(() -> assertThat(baked).tookLessThan(Duration.ofHours(12))))
                .startsWith("Expected that orders#1 took less than 12:00:00.000\n but it took 12:");
    }

    @Test
    void nothingIsNoResult() {
        assertThatThrownBy(() -> assertThat((DeploymentResult) null).isDeployed())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting actual not to be null");
    }
}
