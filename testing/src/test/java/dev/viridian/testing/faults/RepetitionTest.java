package dev.viridian.testing.faults;

import static dev.viridian.HealthCheck.check;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What does not go the same way twice can be neither explored nor done again, and that is told. */
class RepetitionTest {
    private static final Simulation WORLD = Simulation.of("orders").live("1.3", 2);
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
            .healthCheck(http("/health"))
            .keepWarm(Duration.ZERO);

    private static final Artifact ANOTHER = Artifact.of("s3://releases/orders/2.0/orders.tar.gz");

    private final AtomicInteger times = new AtomicInteger();

    private static Faults faults(Deployment deployment) {
        return Faults.of(deployment).in(WORLD).pairs(0).random(0, 1).threads(1);
    }

    private void failsAtTheTime(int number) {
        assertThat(times.incrementAndGet()).as("how often it was looked").isNotEqualTo(number);
    }

    @Test
    void oneThatIsRefusedBeforeThereIsAPlanOfItIsNotExplored() {
        Simulation without =
                WORLD.refusesArtifact("s3://releases/orders/1.4.2/orders.tar.gz", "there is no such object.");

        assertThatThrownBy(() ->
                        Faults.of(ORDERS).in(without).expecting(Outcome.REFUSED).explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("This deployment is refused before there is a plan of it")
                .hasMessageContaining("there is no such object.")
                .hasMessageEndingWith("Deploy it once in the same world, and assert that the result is REFUSED.");
    }

    @Test
    void aDeploymentThatGoesAnotherWayTheSecondTimeIsRefusedWithTheFirstCallThatDiffers() {
        Deployment remembering = ORDERS.healthCheck(check("is warm", machine -> failsAtTheTime(1)));

        assertThatThrownBy(() -> faults(remembering).explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "When nothing goes wrong this deployment does not go the same way twice: the first time call ")
                .hasMessageContaining("was 'ask orders-1-1.1', answered 'Answer[well=false")
                .hasMessageContaining(", the second time call ")
                .hasMessageContaining("Faults.of(() -> …)");
    }

    @Test
    void aDeploymentThatIsNotTheSameTheSecondTimeIsRefused() {
        Faults faults = Faults.of(() -> ORDERS.machines(times.getAndIncrement() == 1 ? 3 : 2))
                .in(WORLD);

        assertThatThrownBy(faults::explore)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not go the same way twice");
    }

    @Test
    void whatMakesNoDifferenceMayBeRemembered() {
        Deployment counting = ORDERS.smokeTest("works", SmokeTest.code(green -> failsAtTheTime(-1)));

        assertThat(faults(counting).explore().holdsEveryRule()).isTrue();
    }

    @Test
    void aFindingThatDoesNotComeAgainIsToldAsOne() {
        Faults another = Faults.of(() -> times.getAndIncrement() == 20 ? ORDERS.artifact(ANOTHER) : ORDERS)
                .in(WORLD)
                .pairs(0)
                .random(0, 1)
                .threads(1);

        Exploration exploration = another.explore();

        assertThat(exploration.broken()).isEqualTo(1);
        assertThat(exploration.smallest())
                .startsWith("Not repeated: when this was explored, rule ")
                .contains("When it was done again no rule was broken", "Faults.of(() -> …)");
    }

    @Test
    void aReplayOfWhatDoesNotHappenIsRefused() {
        assertThatThrownBy(() -> faults(ORDERS).replay("v1 RECOVERS at:1:9999:FAILS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Replay 'v1 RECOVERS at:1:9999:FAILS'? Nothing of it happens: call 9999 fails before its effect,"
                                + " but controller 1 made ")
                .hasMessageContaining("Explore again");
        assertThatThrownBy(() -> faults(ORDERS).replay("v1 RECOVERS at:1:6:SICK"))
                .hasMessageContaining(
                        "but that call was 'pin the artifact s3://releases/orders/1.4.2/orders.tar.gz', to which this"
                                + " cannot happen");
        assertThatThrownBy(() -> faults(ORDERS).replay("v1 RECOVERS at:2:1:FAILS"))
                .hasMessageContaining("but there were only 1 controllers");
        assertThatThrownBy(() -> faults(ORDERS).replay("v1 RECOVERS machine:9:NEVER_BOOTS"))
                .hasMessageContaining("but only 2 machines were made");
        assertThatThrownBy(() -> faults(ORDERS).replay("v1 RECOVERS meanwhile:9999:LIVE_MACHINE_ENDS"))
                .hasMessageContaining("but controller 1 made ");
        assertThatThrownBy(() -> faults(ORDERS).replay("v1 RECOVERS outage:ROUTE:7:600:FAILS"))
                .hasMessageContaining("but controller 1 made 1 of them");
    }

    @Test
    void aReplaySaysWhatOfItDoesNotHappen() {
        Story story = faults(ORDERS).replay("v1 RECOVERS at:1:17:FAILS at:1:9999:FAILS");

        assertThat(story.text())
                .contains("  did not happen: call 9999 fails before its effect, but controller 1 made ");
    }
}
