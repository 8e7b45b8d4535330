package dev.viridian.engine;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.SmokeTest;
import dev.viridian.TrafficSplit;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A history grows for years: opening it, deploying, going back and pruning read what they need of it, and no more. */
class LongHistoryTest {
    private static final int DEPLOYMENTS = 100_000;

    private final InMemoryPlatform platform = new InMemoryPlatform();

    private static Deployment version(String version) {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO)
                .onFailure(rollBack())
                .notifying(message -> {});
    }

    private void deployedForYears() {
        History history = History.of(platform.store, "orders");
        Instant day = Instant.parse("2020-01-01T00:00:00Z");
        for (int number = 1; number <= DEPLOYMENTS; number++) {
            DeploymentId id = new DeploymentId("orders", number);
            history.add(new HistoryEntry(
                    id,
                    "anna",
                    day,
                    day,
                    "s3://releases/orders/0." + number + "/orders.tar.gz",
                    new Revision("0." + number, "ab".repeat(32)),
                    Outcome.DEPLOYED,
                    TrafficSplit.allTo(id.environment(1)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        platform.store.createIfAbsent("last-deployment", () -> DEPLOYMENTS + "\n");
    }

    private static long reads(MortalPlatform counted) {
        return counted.calls.stream()
                .filter(call -> call.equals("read") || call.equals("list"))
                .count();
    }

    @Test
    void nothingReadsAllOfIt() {
        deployedForYears();

        MortalPlatform opening = MortalPlatform.immortal(platform);
        assertThat(Deployer.on(opening).history().findFirst().orElseThrow().id().number())
                .isEqualTo(DEPLOYMENTS);
        assertThat(reads(opening)).as("opening it").isLessThan(10);

        MortalPlatform deploying = MortalPlatform.immortal(platform);
        assertThat(Deployer.on(deploying).deploy(version("1.0")).succeeded()).isTrue();
        assertThat(reads(deploying)).as("deploying, and pruning some of it").isLessThan(150);

        MortalPlatform goingBack = MortalPlatform.immortal(platform);
        assertThat(Deployer.on(goingBack).rollBack(version("9.9")).succeeded()).isTrue();
        assertThat(reads(goingBack)).as("going back").isLessThan(150);
        assertThat(platform.worlds.get(platform.live()).revision().version()).isEqualTo("0." + DEPLOYMENTS);
    }

    @Test
    void whatIsLiveAndWhatCouldBeGoneBackToStayHoweverOldTheyAre() {
        Deployer deployer = Deployer.on(platform).keeping(10);
        deployer.deploy(version("1.0")).orElseThrow();
        deployer.deploy(version("1.1")).orElseThrow();
        Deployment failing = version("1.2").smokeTest("works", SmokeTest.code(green -> {
            throw new IllegalStateException("it does not");
        }));
        for (int i = 0; i < 20; i++) {
            assertThat(deployer.deploy(failing).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        }

        assertThat(deployer.history())
                .extracting(entry -> entry.id().number())
                .containsExactly(22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 2, 1);
        assertThat(deployer.rollBack(version("9.9")).succeeded()).isTrue();
        assertThat(platform.worlds.get(platform.live()).revision().version()).isEqualTo("1.0");
        assertThat(deployer.history())
                .as("nobody goes back to 1.1 after going back from it")
                .extracting(entry -> entry.id().number())
                .containsExactly(23, 22, 21, 20, 19, 18, 17, 16, 15, 14);
    }

    @Test
    void tooFewToKnowAPatternByAreRefused() {
        assertThatThrownBy(() -> Deployer.on(platform).keeping(9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Keep 9 deployments in the history? Expected at least 10");
    }
}
