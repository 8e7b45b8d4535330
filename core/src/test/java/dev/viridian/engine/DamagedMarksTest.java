package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import org.junit.jupiter.api.Test;

/** What is written down about environments beside the journal, which a person may have changed. */
class DamagedMarksTest {
    private static final String QUARANTINE =
            "While trying to read until when orders-1-1 is in quarantine: 'quarantine/orders-1-1' in"
                    + " the state store is damaged: it says 'until tomorrow'. Expected a time such as 2026-01-31T12:00:00Z. Write one"
                    + " there, or remove it where nobody examines that environment any more.";
    private static final String WAY_BACK =
            "While trying to read which environment was proven last: 'way-back' in the state store is"
                    + " damaged: it says 'Orders 1'. Expected the name of an environment. Write there the one that is to be gone back"
                    + " to, or remove it where what gets the traffic is well.";

    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    /** An environment that could not be removed has to be looked for among the marks. */
    private void leaveTheFormerBehind() {
        platform.failing = call -> call.equals("destroy " + BLUE);
    }

    @Test
    void aQuarantineThatIsDamagedAtTheEndOfADeploymentIsReported() {
        leaveTheFormerBehind();
        platform.onSleep = () -> {
            if (platform.routing.reaches(GREEN)) {
                platform.store.createIfAbsent("quarantine/" + BLUE, () -> "until tomorrow\n");
            }
        };

        DeploymentResult result = world.deploy(world.version("1.1"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.events(Event.CleanUpFailed.class))
                .extracting(Event.CleanUpFailed::message)
                .last()
                .asString()
                .startsWith(QUARANTINE);
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void oneThatIsDamagedBeforeADeploymentRefusesIt() {
        leaveTheFormerBehind();
        world.deploy(world.version("1.1"));
        platform.failing = call -> false;
        platform.store.createIfAbsent("quarantine/" + BLUE, () -> "until tomorrow\n");

        DeploymentResult result = world.deploy(world.version("1.2"));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).isEqualTo(QUARANTINE);
    }

    @Test
    void aWayBackThatIsDamagedRefusesADeployment() {
        leaveTheFormerBehind();
        world.deploy(world.version("1.1"));
        platform.failing = call -> false;
        platform.store.createIfAbsent("way-back", () -> "Orders 1\n");

        DeploymentResult result = world.deploy(world.version("1.2"));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).isEqualTo(WAY_BACK);
    }
}
