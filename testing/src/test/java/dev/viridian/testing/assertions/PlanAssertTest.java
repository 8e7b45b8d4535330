package dev.viridian.testing.assertions;

import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.plan.Plan;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlanAssertTest {
    private final Plan plan = Deployer.silently(Said.WORLD.open().platform())
            .plan(Said.ORDERS
                    .smokeTest("takes orders", SmokeTest.code(green -> {}))
                    .keepWarm(Duration.ZERO));

    private static String said(ThrowingCallable failing) {
        return Said.by(failing, "The plan:");
    }

    @Test
    void namesItsSteps() {
        assertThat(plan).hasSteps("create", "await health", "takes orders", "cut over", "drain", "retire");

        assertThat(said(() -> assertThat(plan).hasSteps("create", "cut over")))
                .isEqualTo("Expected the steps 'create', 'cut over'\n but it has the steps 'create orders-1-1',"
                        + " 'await health of orders-1-1', 'smoke test orders-1-1: takes orders',"
                        + " 'cut over to orders-1-1 100 %', 'drain orders-0-1', 'retire orders-0-1'");
        assertThat(said(() -> assertThat(plan)
                        .hasSteps("create", "await health", "takes orders", "drain", "cut over", "retire")))
                .startsWith("Expected the steps 'create', 'await health', 'takes orders', 'drain'");
    }

    @Test
    void hasAStepOrNot() {
        assertThat(plan).hasStep("smoke test").hasNoStep("bake");

        assertThat(said(() -> assertThat(plan).hasStep("bake")))
                .startsWith("Expected a step 'bake'\n but it has the steps 'create orders-1-1', ");
        assertThat(said(() -> assertThat(plan).hasNoStep("drain")))
                .startsWith("Expected no step 'drain'\n but it has the steps 'create orders-1-1', ");
    }

    @Test
    void saysHowLongItMayTake() {
        assertThat(plan).takesAtMost(plan.worstCase()).takesAtMostWithoutFailures(plan.longest());

        assertThat(said(() -> assertThat(plan).takesAtMost(Duration.ofMinutes(1))))
                .isEqualTo("Expected that it takes at most 0:01:00.000, whatever fails\n but it may take "
                        + Words.of(plan.worstCase()));
        assertThat(said(() -> assertThat(plan).takesAtMostWithoutFailures(Duration.ofMinutes(1))))
                .isEqualTo("Expected that it takes at most 0:01:00.000 when nothing fails\n but it may take "
                        + Words.of(plan.longest()));
    }

    @Test
    void countsMachines() {
        assertThat(plan).needsAtMostMachines(4);

        assertThat(said(() -> assertThat(plan).needsAtMostMachines(3)))
                .isEqualTo(
                        "Expected that it needs at most 3 machines\n but it needs 4: 2 new ones beside those that are"
                                + " live");
    }

    @Test
    void saysWhatItReplaces() {
        assertThat(plan).replaces("1.2");

        assertThat(said(() -> assertThat(plan).replaces("1.1")))
                .isEqualTo("Expected that it replaces 1.1\n but it replaces 1.2");
    }

    @Test
    void showsThePlan() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> assertThat(plan).hasStep("bake"))
                .hasMessageEndingWith("\nThe plan:\n" + plan.text());
    }
}
