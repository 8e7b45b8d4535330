package dev.viridian.engine;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.rollBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Failure;
import dev.viridian.FailureResponse;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 1.0 is the last that was proven; 1.1 is live since its deployment was halted after cutover. What the next deployment makes of it. */
class AfterHaltTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    @BeforeEach
    void halted() {
        assertThat(failsAfterCutover("1.1", halt()).outcome()).isEqualTo(Outcome.HALTED);
        assertThat(live()).isEqualTo("1.1");
        assertThat(platform.worlds).as("the way back is kept").hasSize(2);
        world.sent.clear();
    }

    private DeploymentResult failsAfterCutover(String version, FailureResponse response) {
        usersGetSomethingElse();
        DeploymentResult result = world.deploy(seenByUsers(version).onFailure(response));
        usersGetWhatIsLive();
        return result;
    }

    private Deployment seenByUsers(String version) {
        return world.version(version).revisionAt("/version");
    }

    private void usersGetSomethingElse() {
        platform.health = machine -> machine.id().value().equals("entry")
                ? Probes.Answer.sick("somebody else")
                : Probes.Answer.well("200 OK");
    }

    private void usersGetWhatIsLive() {
        platform.health = machine -> Probes.Answer.well("200 OK");
    }

    private String live() {
        return platform.worlds.get(platform.live()).revision().version();
    }

    @Test
    void oneThatFailsAfterCutoverGoesBackToTheLastProvenOne() {
        DeploymentResult result = failsAfterCutover("1.2", rollBack());

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(live()).isEqualTo("1.0");
        assertThat(platform.worlds).as("1.1 and 1.2 are gone").hasSize(1);
        assertThat(world.sent)
                .filteredOn(told -> told.outcome().isPresent())
                .singleElement()
                .extracting(Notification::live)
                .asString()
                .startsWith("1.0 (");
    }

    @Test
    void theLastProvenOneIsProvenAgainBeforeItHasTheUsers() {
        DeploymentResult result = failsAfterCutover("1.2", rollBack());

        assertThat(result.timeline()).containsSubsequence("await health of orders-1-1", "cut over to orders-1-1 100 %");
    }

    @Test
    void oneThatFailsBeforeCutoverLeavesTheUsersWhereTheyAre() {
        DeploymentResult result = world.deploy(world.version("1.2").smokeTest("works", SmokeTest.code(green -> {
            throw new IllegalStateException("it does not");
        })));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(live()).isEqualTo("1.1");
        assertThat(platform.worlds).as("1.1 and the way back to 1.0").hasSize(2);
    }

    @Test
    void oneThatGoesWellLeavesOnlyItself() {
        DeploymentResult result = world.deploy(world.version("1.2"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(live()).isEqualTo("1.2");
        assertThat(platform.worlds).hasSize(1);
    }

    @Test
    void theWayBackIsCarriedOnWithWhereItsControllerDied() {
        usersGetSomethingElse();
        world.killedAt("route orders-1-1 100 %"::equals, seenByUsers("1.2").onFailure(rollBack()));
        usersGetWhatIsLive();

        DeploymentResult result = world.deploy(seenByUsers("1.2").onFailure(rollBack()));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(live()).isEqualTo("1.0");
        assertThat(platform.worlds).hasSize(1);
    }

    @Test
    void whatIsLeftOfItIsRolledBackWithoutItsSpecificationToo() {
        usersGetSomethingElse();
        world.killedAt("route orders-1-1 100 %"::equals, seenByUsers("1.2").onFailure(rollBack()));
        usersGetWhatIsLive();
        platform.sleep(Duration.ofDays(1));

        world.deployer().recover();

        assertThat(live()).isEqualTo("1.0");
        assertThat(platform.worlds).hasSize(1);
    }

    @Test
    void theNextOneHasNoHaltedOneBeforeIt() {
        failsAfterCutover("1.2", rollBack());

        assertThat(failsAfterCutover("1.3", rollBack()).failure()).containsInstanceOf(Failure.class);

        assertThat(live()).isEqualTo("1.0");
        assertThat(platform.worlds).hasSize(1);
    }
}
