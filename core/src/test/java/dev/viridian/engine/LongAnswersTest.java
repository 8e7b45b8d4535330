package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails with a dump in place of a message: it is told as long as people read, and fits into each state store. */
class LongAnswersTest {
    private static final String DUMP = "begins;" + "x".repeat(1_000_000);

    /** What the smallest item of a state store takes: 400 KB in DynamoDB. */
    private static final int LARGEST_DOCUMENT = 390 * 1024;

    private final TwoReleases world = new TwoReleases();

    static Stream<UnaryOperator<Deployment>> whatFails() {
        return Stream.of(
                deployment -> deployment.smokeTest("takes an order", SmokeTest.code(green -> {
                    throw new IllegalStateException(DUMP);
                })),
                deployment -> deployment.bake(Duration.ofMinutes(6), () -> {
                    throw new IllegalStateException(DUMP);
                }));
    }

    @ParameterizedTest
    @MethodSource
    void whatFails(UnaryOperator<Deployment> failing) {
        assertRolledBackInFewWords(world.deploy(failing.apply(world.version("1.1"))));
    }

    @Test
    void aMachineThatAnswersADump() {
        world.platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick(DUMP) : Answer.well("200 OK");

        assertRolledBackInFewWords(world.deploy(world.version("1.1")));
    }

    @Test
    void aPlatformThatTellsADumpOfAMachine() {
        world.platform.made = environment -> InMemoryPlatform.withMachines(
                environment,
                environment.machines().stream()
                        .map(each -> new Machine(each.id(), each.host(), each.port(), Machine.State.FAILED, DUMP))
                        .toList());

        assertRolledBackInFewWords(world.deploy(world.version("1.1")));
    }

    @Test
    void evidenceThatIsADump() {
        world.platform.health =
                machine -> machine.id().value().startsWith("orders-2") ? Answer.sick("503") : Answer.well("200 OK");
        Platform platform = AlteredParts.of(world.platform, "examine", real -> Evidence.of("log", DUMP + ";ends"));

        assertRolledBackInFewWords(Deployer.on(platform).deploy(world.version("1.1")));
        assertThat(world.sent.get(0).evidence().items().get(0).text())
                .hasSizeLessThan(64_001)
                .startsWith("(")
                .endsWith("xxx;ends");
    }

    private void assertRolledBackInFewWords(DeploymentResult result) {
        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).hasSizeLessThan(9_000);
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
        assertThat(world.platform.store.list(""))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(world.platform
                                .store
                                .read(key)
                                .orElseThrow()
                                .document()
                                .text()
                                .length())
                        .as(key)
                        .isLessThan(LARGEST_DOCUMENT));
    }
}
