package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.report.DeploymentResult;
import org.junit.jupiter.api.Test;

/** A router that says what cannot be: then nobody knows whom users depend on. */
class UnexplainedRoutingTest {
    private static final TrafficSplit TO_NOBODY = TrafficSplit.allTo(new EnvironmentName("orders-77-1"));

    private final TwoReleases world = new TwoReleases();

    @Test
    void touchesNothingWhereAllUsersAreSaidToBeSentToWhatIsNotThere() {
        world.platform.shows = actual -> TO_NOBODY;

        DeploymentResult result = world.deploy(world.version("1.1"));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains(
                        "the router sends traffic to orders-77-1 100 %, which is not there, but orders-1-1 is there, and no"
                                + " earlier deployment is known to have left it behind: users may depend on it.");
        assertThat(world.platform.calls).noneMatch(call -> call.startsWith("destroy"));
    }

    @Test
    void recoversNothingThere() {
        world.platform.shows = actual -> TO_NOBODY;

        Recovery recovery = world.deployer().recover();

        assertThat(recovery.summary()).contains("but orders-1-1 is there");
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
    }

    @Test
    void deploysAnewWhereWhatWasLiveIsGoneAndNothingElseIsThere() {
        world.platform.worlds.clear();

        DeploymentResult result = world.deploy(world.version("1.1"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(world.platform.live()).isEqualTo(GREEN);
    }
}
