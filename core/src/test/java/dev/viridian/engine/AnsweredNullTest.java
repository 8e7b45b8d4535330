package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An adapter that returns null, which the compiler of its author did not refuse: a deployment ends all the same, and tells by which call. */
class AnsweredNullTest {
    private final TwoReleases world = new TwoReleases();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sizes             | list environments
            list              | list environments
            observed          | read the routing
            pin               | look at the artifact
            read              | read 'lease' in the state store
            replace           | replace 'lease' in the state store
            createIfAbsent    | write 'journal/000002/000000' in the state store
            artifacts         | use the artifacts() of the platform
            environments      | use the environments() of the platform
            traffic           | use the traffic() of the platform
            controllers       | use the controllers() of the platform
            pace              | use the pace() of the platform
            present           | ask the platform which process this is
            stragglersComeFor | ask the router for how long users come to where they were sent before
            """)
    void refusesADeploymentThatCannotBegin(String method, String call) {
        DeploymentResult result = deployWhere(method);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .startsWith("While trying to " + call + ": null was returned, which is no answer");
        assertThat(world.sent).extracting(Notification::outcome).containsExactly(Optional.of(Outcome.REFUSED));
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
    }

    @Test
    void takesAMachineThatAnswersNullForSick() {
        DeploymentResult result = deployWhere("ask");

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("did not become healthy", "While trying to ask orders-2-1.", "null was returned");
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "size"})
    void needsAPersonWhereWhatIsKeptCannotBeLookedAt(String method) {
        DeploymentResult result = deployWhere(method);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.HALTED);
        assertThat(result.failure().orElseThrow().message())
                .startsWith("While trying to find orders-1-1: null was returned, which is no answer");
        assertThat(world.sent).extracting(Notification::outcome).containsExactly(Optional.of(Outcome.HALTED));
        assertThat(world.platform.live()).isEqualTo(BLUE);
    }

    @Test
    void waitsAllOfTheDrainWhereNobodyCanTellWhatIsInFlight() {
        DeploymentResult result = deployWhere("inFlight");

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(world.platform.worlds).containsOnlyKeys(GREEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "time", "application", "tasks"})
    void givesNobodyADeployerWithoutWhatEachDeploymentNeeds(String method) {
        Platform platform = AlteredParts.of(world.platform, method, call -> null);

        assertThatThrownBy(() -> Deployer.on(platform).deploy(world.version("1.1")))
                .isInstanceOf(PlatformException.class)
                .hasMessageStartingWith("While trying to use the " + method
                        + "() of the platform: null was returned, which is no answer");
    }

    private DeploymentResult deployWhere(String method) {
        return Deployer.on(AlteredParts.of(world.platform, method, call -> null))
                .deploy(world.version("1.1"));
    }
}
