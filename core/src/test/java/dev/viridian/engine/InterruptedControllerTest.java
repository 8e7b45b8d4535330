package dev.viridian.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever deploys is interrupted, by a build that is cancelled for instance, in a program that lives on. */
class InterruptedControllerTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    @AfterEach
    void thisThreadGoesOn() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void theNextOneNeedNotWaitUntilItsLeaseHasRunOut() {
        boolean[] once = {true};
        Deployment release = world.version("1.1").smokeTest("works", SmokeTest.code(green -> {
            if (once[0]) {
                once[0] = false;
                Thread.currentThread().interrupt();
            }
        }));
        DeploymentResult interrupted = world.deploy(release);
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(interrupted.outcome()).isEqualTo(Outcome.HALTED);

        DeploymentResult next = world.deployer().notWaiting().deploy(release);

        assertThat(next.succeeded()).as(next.timeline()).isTrue();
        assertThat(next.id()).isEqualTo(interrupted.id());
    }

    @Test
    void whatHasEndedIsAResultAlsoWhereItIsInterruptedWhileSomebodyIsToBeTold() {
        Deployment release = world.version("1.1").notifying(notification -> {
            throw new IllegalStateException("no network");
        });
        platform.onSleep = () -> {
            if (world.sent.size() == 1) {
                Thread.currentThread().interrupt();
            }
        };

        DeploymentResult result = world.deploy(release);

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.events(Event.NotificationFailed.class))
                .extracting(Event.NotificationFailed::cause)
                .containsExactly("IllegalStateException: no network");
    }
}
