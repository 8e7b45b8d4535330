package dev.viridian.engine;

import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.engine.TwoReleases.BLUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Failure;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code of the user's that says it was interrupted, by a time limit of its own for instance: nobody has interrupted the controller. */
class InterruptedWorkTest {
    private final TwoReleases world = new TwoReleases();

    private static InterruptedException interrupted() {
        return new InterruptedException("a time limit of its own");
    }

    @AfterEach
    void nobodyHasInterruptedWhoeverDeploys() {
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aSmokeTestFailsLikeAnyOther() {
        DeploymentResult result =
                world.deploy(world.version("1.1").smokeTest("takes an order", SmokeTest.code(green -> {
                    throw interrupted();
                })));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .isEqualTo(
                        "Smoke test 'takes an order' failed on orders-2-1: InterruptedException: a time limit of its own");
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
        assertThat(world.sent).extracting(Notification::outcome).containsExactly(Optional.of(Outcome.ROLLED_BACK));
    }

    @Test
    void aRemedyHasFailed() {
        DeploymentResult result = world.deploy(world.version("1.1")
                .smokeTest("takes an order", SmokeTest.code(green -> {
                    throw new IllegalStateException("no order was taken");
                }))
                .onFailure(when(Failure.SmokeTestFailed.class, remedy("migrate", failure -> {
                            throw interrupted();
                        }))
                        .then(rollBack())));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.events(Event.RemedyFailed.class))
                .extracting(Event.RemedyFailed::cause)
                .containsExactly(
                        "While trying to apply the remedy 'migrate': InterruptedException: a time limit of its own");
    }

    @Test
    void aBakeConditionSaysNothing() {
        DeploymentResult result = world.deploy(world.version("1.1").bake(Duration.ofMinutes(5), () -> {
            throw interrupted();
        }));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure()).get().isInstanceOf(Failure.BakeConditionFailed.class);
    }

    @Test
    void aNotifierIsTriedAgain() {
        List<Notification> heard = new ArrayList<>();
        int[] tries = {0};

        DeploymentResult result = world.deploy(world.version("1.1").notifying(notification -> {
            if (++tries[0] < 3) {
                throw interrupted();
            }
            heard.add(notification);
        }));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(heard).hasSize(1);
        assertThat(result.events(Event.NotificationFailed.class)).isEmpty();
    }
}
