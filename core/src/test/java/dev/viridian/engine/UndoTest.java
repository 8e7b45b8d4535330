package dev.viridian.engine;

import static dev.viridian.FailureResponse.halt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Going back without being told what of. 1.0 is live first. */
class UndoTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    private void deploy(String version) {
        world.deploy(world.version(version)).orElseThrow();
    }

    private DeploymentResult rollBack() {
        return world.deployer().notifying(world.sent::add).rollBack();
    }

    private String live() {
        return platform.worlds.get(platform.live()).revision().version();
    }

    @Test
    void theLastSuccessBeforeWhatIsLiveComesBack() {
        deploy("1.1");

        DeploymentResult result = rollBack();

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(live()).isEqualTo("1.0");
        assertThat(result.timeline()).contains("s3://releases/orders/1.0/orders.tar.gz, back to orders#1");
        assertThat(platform.worlds).hasSize(1);
    }

    @Test
    void whoAsksTwiceGoesFurtherBack() {
        deploy("1.1");
        deploy("1.2");

        assertThat(rollBack().succeeded()).isTrue();
        assertThat(live()).isEqualTo("1.1");
        assertThat(rollBack().succeeded()).isTrue();
        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void withoutAnEarlierSuccessItIsRefusedAndTold() {
        DeploymentResult result = rollBack();

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains("no earlier revision than 1.0");
        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void aDeploymentThatIsGoingOnIsRolledBackAndTheResultIsItsOwn() {
        world.killedAt("route orders-2-1 100 %"::equals, world.version("1.1"));

        DeploymentResult result = rollBack();

        assertThat(result.id().number()).isEqualTo(2);
        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(live()).isEqualTo("1.0");
        assertThat(platform.worlds).hasSize(1);
    }

    @Test
    void oneThatIsPastItsBakeComesToItsEndAndIsGoneBackFrom() {
        world.killedAt("destroy orders-1-1"::equals, world.version("1.1"));

        DeploymentResult result = rollBack();

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.id().number()).isEqualTo(3);
        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void afterAHaltTheLastSuccessBeforeItComesBackAlsoWhereItStillHasTheTraffic() {
        deploy("1.1");
        DeploymentResult halted = world.deploy(world.version("1.2")
                .smokeTest("works", SmokeTest.code(green -> {
                    throw new IllegalStateException("it does not");
                }))
                .onFailure(halt()));
        assertThat(halted.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(live()).isEqualTo("1.1");

        DeploymentResult result = rollBack();

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(live()).isEqualTo("1.1");
        assertThat(platform.worlds).as("what was halted is gone").hasSize(1);
    }

    @Test
    void oneThatIsGoingBackAlreadyIsCarriedOnWithAndNotUndone() {
        deploy("1.1");
        platform.failing = call -> {
            if (call.startsWith("route ")) {
                throw new MortalPlatform.Killed();
            }
            return false;
        };
        try {
            rollBack();
        } catch (MortalPlatform.Killed expected) {
            platform.failing = call -> false;
        }
        platform.sleep(Duration.ofDays(1));

        DeploymentResult result = rollBack();

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.id().number()).isEqualTo(3);
        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void whatComesBackMustAcceptConnections() {
        deploy("1.1");
        platform.health = machine -> machine.id().value().startsWith("orders-3-")
                ? Probes.Answer.sick("refused")
                : Probes.Answer.well("accepted");

        DeploymentResult result = rollBack();

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.timeline()).contains("TCP connection is accepted");
        assertThat(live()).isEqualTo("1.1");
    }

    @Test
    void oneThatHadEndedBeforeIsToldAndNotTakenForWhatWasGoingOn() {
        world.killedAtTheEnd(world.version("1.1").smokeTest("works", SmokeTest.code(green -> {
            throw new IllegalStateException("it does not");
        })));

        DeploymentResult result = rollBack();

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains("no earlier revision than 1.0");
        assertThat(world.sent).extracting(Notification::outcome).contains(Optional.of(Outcome.ROLLED_BACK));
    }
}
