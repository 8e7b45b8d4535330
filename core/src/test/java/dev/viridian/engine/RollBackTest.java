package dev.viridian.engine;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.state.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Going back to an earlier revision: which one that is, by what proofs, and what is not gone back to. 1.0 is live first. */
class RollBackTest {
    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;

    private void deploy(String version) {
        world.deploy(world.version(version)).orElseThrow();
    }

    private DeploymentResult rollBack() {
        return world.deployer().rollBack(world.version("9.9"));
    }

    private String live() {
        return platform.worlds.get(platform.live()).revision().version();
    }

    private void fails(String version) {
        Deployment failing = world.version(version).smokeTest("works", SmokeTest.code(green -> {
            throw new IllegalStateException("it does not");
        }));
        assertThat(world.deploy(failing).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    private static void assertRefused(DeploymentResult result, String why) {
        assertThat(result.outcome()).as(result.summary()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains(why);
    }

    @Test
    void itGoesToTheLastRevisionThatWasLiveBefore() {
        deploy("1.1");
        fails("1.2");

        DeploymentResult result = rollBack();

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(live()).isEqualTo("1.0");
        assertThat(result.timeline()).contains("s3://releases/orders/1.0/orders.tar.gz, back to orders#1");
    }

    @Test
    void theHistorySaysThatItWentBack() {
        deploy("1.1");
        rollBack();

        HistoryEntry entry = world.deployer().history().findFirst().orElseThrow();

        assertThat(entry.backTo()).contains(new DeploymentId("orders", 1));
        assertThat(entry.toString()).contains("orders#3 DEPLOYED", "1.0 (sha256 abababababab), back to orders#1; live");
    }

    @Test
    void whoGoesBackTwiceGoesFurtherBack() {
        deploy("1.1");
        deploy("1.2");

        assertThat(rollBack().succeeded()).isTrue();
        assertThat(live()).isEqualTo("1.1");
        assertThat(rollBack().succeeded()).isTrue();
        assertThat(live()).isEqualTo("1.0");
        assertRefused(rollBack(), "no earlier revision than 1.0");
        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void whatIsDeployedAfterGoingBackHasWhatWasGoneBackToBeforeIt() {
        deploy("1.1");
        rollBack();
        deploy("1.2");

        rollBack();

        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void afterADeploymentThatWasHaltedItGoesToTheLastSuccess() {
        deploy("1.1");
        Deployment halting = world.version("1.2").revisionAt("/version").onFailure(halt());
        platform.health = machine -> machine.id().value().equals("entry")
                ? Probes.Answer.sick("somebody else")
                : Probes.Answer.well("200 OK");
        assertThat(world.deploy(halting).outcome()).isEqualTo(Outcome.HALTED);
        assertThat(live()).isEqualTo("1.2");

        assertThat(rollBack().succeeded()).isTrue();

        assertThat(live()).isEqualTo("1.1");
    }

    @Test
    void itIsProvenAsADeploymentIs() {
        deploy("1.1");
        Deployment strict = world.version("9.9").smokeTest("works", SmokeTest.code(green -> {
            throw new IllegalStateException("the schema is newer");
        }));

        DeploymentResult result = world.deployer().rollBack(strict);

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("the schema is newer");
        assertThat(live()).isEqualTo("1.1");
    }

    @Test
    void aRevisionIsNamedByItsVersionOrItsDigest() {
        deploy("1.1");
        deploy("1.2");

        assertThat(world.deployer().rollBack(world.version("9.9"), "1.0").succeeded())
                .isTrue();
        assertThat(live()).isEqualTo("1.0");
        assertThat(world.deployer()
                        .rollBack(world.version("9.9"), "abababababab")
                        .succeeded())
                .isTrue();
        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void aRevisionWithoutARecordOfSuccessIsRefusedByNameAndTheKnownOnesAreTold() {
        deploy("1.1");
        fails("1.2");

        DeploymentResult result = world.deployer().rollBack(world.version("9.9"), "1.2");

        assertRefused(result, "'1.2' has no record of success in the history. The last that have: [1.1 (sha256");
        assertThat(live()).isEqualTo("1.1");
    }

    @Test
    void thePlanSaysWhatWouldBeDoneAndChangesNothing() {
        deploy("1.1");
        platform.calls.clear();

        Plan plan = world.deployer().planRollBack(world.version("9.9"));

        assertThat(plan.situation().revision().version()).isEqualTo("1.0");
        assertThat(plan.text()).contains("s3://releases/orders/1.0/orders.tar.gz");
        assertThat(world.deployer()
                        .planRollBack(world.version("9.9"), "1.1")
                        .situation()
                        .revision()
                        .version())
                .isEqualTo("1.1");
        assertThat(platform.calls).containsOnly("list", "observed");
        assertThatThrownBy(() -> world.deployer().planRollBack(world.version("9.9"), "7.0"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("'7.0' has no record of success");
    }

    @Test
    void aBadRevisionIsPassedOverAndRefusedByName() {
        deploy("1.1");
        deploy("1.2");
        world.deployer().as("anna").markBad("1.1", "loses orders");

        assertRefused(
                world.deployer().rollBack(world.version("9.9"), "1.1"),
                "it is 1.1, marked bad by anna at 2026-01-01T00:00:0");
        assertThat(rollBack().succeeded()).isTrue();

        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void aBadRevisionIsNotDeployedAndTheRefusalSaysWhatToDo() {
        world.deployer().as("anna").markBad("1.1", "loses orders");
        platform.calls.clear();

        DeploymentResult result = world.deploy(world.version("1.1"));

        assertRefused(result, "loses orders. Deploy another one, or take the mark away by unmarkBad(\"1.1\")");
        assertThat(platform.calls).containsOnly("observed");
        assertThatThrownBy(() -> world.deployer().plan(world.version("1.1")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("loses orders");

        assertThat(world.deployer().unmarkBad("1.1")).isTrue();
        assertThat(world.deployer().unmarkBad("1.1")).isFalse();
        assertThat(world.deploy(world.version("1.1")).succeeded()).isTrue();
    }

    @Test
    void aMarkIsReplacedByALaterOneAndAllAreListed() {
        world.deployer().as("anna").markBad("1.1", "loses orders");
        world.deployer().as("anna").markBad("1.2", "is slow");
        world.deployer().as("bert").markBad("1.1", "loses orders and customers");

        assertThat(world.deployer().badRevisions())
                .extracting(bad -> bad.revision() + " " + bad.by() + " " + bad.why())
                .containsExactly("1.2 anna is slow", "1.1 bert loses orders and customers");
        assertThatThrownBy(() -> world.deployer().markBad("1.1", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a reason for those who are refused");
    }

    @Test
    void whatWasMarkedBadWhileItsControllerWasDeadIsNotCarriedOnWith() {
        Deployment release = world.version("1.1").bake(Duration.ofMinutes(30));
        world.killedAfter(Duration.ofMinutes(10), release);
        world.deployer().markBad("1.1", "loses orders");

        assertRefused(world.deploy(release), "loses orders");

        assertThat(live()).isEqualTo("1.0");
        assertThat(world.deployer().history())
                .extracting(HistoryEntry::outcome)
                .containsExactly(Outcome.REFUSED, Outcome.ROLLED_BACK, Outcome.DEPLOYED);
    }

    @Test
    void askedForAgainAfterItsControllerDiedItIsCarriedOnWith() {
        deploy("1.1");
        Deployment baked = world.version("9.9").bake(Duration.ofMinutes(30));
        Instant death = platform.clock().plus(Duration.ofMinutes(10));
        platform.onSleep = () -> {
            if (!platform.clock().isBefore(death)) {
                throw new MortalPlatform.Killed();
            }
        };
        assertThatThrownBy(() -> world.deployer().rollBack(baked)).isInstanceOf(MortalPlatform.Killed.class);
        platform.onSleep = () -> {};
        platform.sleep(Duration.ofDays(1));
        assertThat(live()).as("it was cut over").isEqualTo("1.0");

        DeploymentResult result = world.deployer().rollBack(baked);

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.id()).isEqualTo(new DeploymentId("orders", 3));
        assertThat(live()).isEqualTo("1.0");
    }

    @Test
    void whereRollingBackWhatWasUnfinishedBringsItThatIsTheResult() {
        deploy("1.1");
        world.killedAfter(Duration.ofMinutes(10), world.version("1.2").bake(Duration.ofMinutes(30)));
        assertThat(live()).as("it was cut over").isEqualTo("1.2");

        DeploymentResult result = rollBack();

        assertThat(result.id()).isEqualTo(new DeploymentId("orders", 3));
        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(live()).isEqualTo("1.1");
    }

    @Test
    void whatWasDeployedWhileItWaitedIsNotUndoneUnseen() {
        deploy("1.1");
        deploy("1.2");
        GoingBack decidedEarlier = GoingBack.fromLive(platform);
        deploy("1.3");

        assertThatThrownBy(() -> decidedEarlier.requireStillMeant(
                        Optional.of(platform.worlds.get(platform.live()).revision())))
                .hasMessageContaining("1.3 (sha256 abababababab) is live now, and from that one the way back is to 1.2")
                .hasMessageContaining("roll back again if that is still wanted");
    }

    @Test
    void twoWhoAskAtTheSameTimeGoBackOnce() {
        deploy("1.1");
        deploy("1.2");
        GoingBack second = GoingBack.fromLive(platform);
        assertThat(rollBack().succeeded()).isTrue();

        DeploymentResult result = new DeploymentSession(
                        new Surroundings(
                                BoundedPlatform.of(platform),
                                List.of(),
                                "bert",
                                Duration.ZERO,
                                false,
                                List.of(),
                                true,
                                10),
                        second.with(world.version("9.9")),
                        Optional.of(second))
                .run();

        assertRefused(result, "1.1 (sha256 abababababab) is live already: it was brought back meanwhile");
        assertThat(live()).isEqualTo("1.1");
    }

    @Test
    void anArtifactWhoseLocationHoldsASecretIsNotGuessed() {
        Deployment secret = Deployment.blueGreen()
                .artifact("s3://anna:hunter2@releases/orders/1.1/orders.tar.gz")
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO)
                .notifying(world.sent::add);
        world.deploy(secret).orElseThrow();
        deploy("1.2");

        assertRefused(
                rollBack(), "the location of the artifact of orders#2 holds a secret, and the history keeps none");
    }

    @Test
    void beforeTheFirstDeploymentThereIsNothingToGoBackTo() {
        DeploymentResult result = Deployer.on(new InMemoryPlatform()).rollBack(world.version("9.9"));

        assertRefused(result, "no earlier revision than nothing, which is live, has a record of success");
    }
}
