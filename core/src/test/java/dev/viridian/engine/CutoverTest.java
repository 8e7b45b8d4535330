package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens between the switch and its proof. 1.0 is live first, on {@code BLUE}; 1.1 is deployed, on {@code GREEN}. */
class CutoverTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    private DeploymentResult deploy(Runnable onceSwitched) {
        return world.deployer()
                .listening(event -> {
                    if (event instanceof Event.RoutingObserved observed
                            && observed.routing().reaches(GREEN)) {
                        onceSwitched.run();
                    }
                })
                .deploy(world.version("1.1").revisionAt("/version"));
    }

    private void die(EnvironmentName name) {
        List<Machine> machines = platform.worlds.get(name).machines();
        machines.forEach(machine -> platform.fail(machine.id(), "out of memory"));
    }

    private static boolean isEntry(Machine machine) {
        return machine.id().value().equals("entry");
    }

    @Test
    void usersAreNotLeftToACandidateThatDiesUntilTheProofOfItsCutoverHasTimedOut() {
        DeploymentResult result = deploy(() -> {
            die(GREEN);
            platform.health = machine ->
                    isEntry(machine) && platform.routing.reaches(GREEN) ? Answer.sick("502") : Answer.well("200 OK");
        });

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow()).isInstanceOf(Failure.MachineFailed.class);
        assertThat(Duration.between(seenAt(result, GREEN), seenAt(result, BLUE)))
                .isLessThan(Duration.ofSeconds(15));
    }

    private static Instant seenAt(DeploymentResult result, EnvironmentName name) {
        return result.events().stream()
                .filter(event -> event instanceof Event.RoutingObserved observed
                        && observed.routing().reaches(name))
                .findFirst()
                .orElseThrow()
                .at();
    }

    @Test
    void aDeadEnvironmentThatTheRouterStillShowsDoesNotKeepTheFixFromBeingDeployed() {
        AtomicInteger refusals = new AtomicInteger(3);
        DeploymentResult result = deploy(() -> {
            die(BLUE);
            platform.shows = routing -> refusals.get() > 0 ? TrafficSplit.allTo(BLUE) : routing;
            platform.health = machine ->
                    isEntry(machine) && refusals.getAndDecrement() > 0 ? Answer.sick("1.0") : Answer.well("200 OK");
        });

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(platform.live()).isEqualTo(GREEN);
    }
}
