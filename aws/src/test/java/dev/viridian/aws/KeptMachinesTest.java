package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.Evidence;
import dev.viridian.FailureResponse;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Fence;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Machines that failed and are kept for a person to look at. */
class KeptMachinesTest {
    private final StrictFixture fixture = new StrictFixture();
    private final AwsPlatform platform = fixture.open(setup -> setup.keepingFailed(1, Duration.ofHours(24)));
    private final List<Notification> told = new ArrayList<>();

    private DeploymentResult deploy(String version, FailureResponse response) {
        return deployTo(platform, version, response);
    }

    private DeploymentResult deployTo(AwsPlatform which, String version, FailureResponse response) {
        return Deployer.on(which)
                .deploy(Deployment.blueGreen()
                        .artifact(StrictFixture.version(version))
                        .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                        .keepWarm(Duration.ZERO)
                        .machines(2)
                        .onFailure(response)
                        .notifying(told::add));
    }

    /** The machines that are launched from now on, by their number from 1, answer badly or well. */
    private void machinesAreSick(IntPredicate sick) {
        AtomicInteger number = new AtomicInteger();
        fixture.aws()
                .machines(launched -> sick.test(number.incrementAndGet())
                        ? Behaviour.well().booting(StrictFixture.BOOT).sick()
                        : Behaviour.well().booting(StrictFixture.BOOT));
    }

    private InstanceStateName state(MachineId machine) {
        return fixture.aws()
                .ec2()
                .describeInstances(request -> request.instanceIds(machine.value()))
                .reservations()
                .get(0)
                .instances()
                .get(0)
                .state()
                .name();
    }

    private static String text(Evidence evidence) {
        return evidence.items().stream()
                .map(item -> item.title() + "\n" + item.text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aMachineThatIsReplacedRunsOnOutsideOfItsGroupAndIsNamedInTheNotification() {
        machinesAreSick(number -> number == 1);

        deploy("1.0", FailureResponse.rebuild()).orElseThrow();

        KeptMachine kept = platform.keptMachines().get(0);
        Environment live = platform.environments().list().get(0);
        assertThat(platform.keptMachines()).hasSize(1);
        assertThat(kept.environment()).isEqualTo(live.name());
        assertThat(kept.revision().version()).isEqualTo("1.0");
        assertThat(kept.host()).isNotBlank();
        assertThat(state(kept.id())).isEqualTo(InstanceStateName.RUNNING);
        assertThat(live.machines())
                .extracting(machine -> machine.id())
                .hasSize(2)
                .doesNotContain(kept.id());
        assertThat(told.get(0).machine()).contains(kept.id());
        assertThat(text(told.get(0).evidence()))
                .contains("what is kept of " + kept.id())
                .contains("it runs on for 24 h")
                .contains(KeptMachines.UNTIL);
    }

    @Test
    void itGetsNoUsersAndIsNoLeftoverOfAnEnvironment() {
        machinesAreSick(number -> number == 1);
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();
        String kept = platform.keptMachines().get(0).id().value();

        for (int user = 0; user < 20; user++) {
            assertThat(fixture.visit().orElseThrow().instance())
                    .isPresent()
                    .get()
                    .isNotEqualTo(kept);
        }
        assertThat(fixture.leftovers()).isZero();
        assertThat(platform.environments().list()).hasSize(1);
    }

    @Test
    void aSickMachineOfACandidateThatIsRolledBackIsKeptAndTheRestIsRemoved() {
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();
        machinesAreSick(number -> number == 2);

        DeploymentResult failed = deploy("1.1", FailureResponse.rollBack());

        assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(platform.environments().list()).hasSize(1);
        assertThat(platform.keptMachines()).singleElement().satisfies(kept -> {
            assertThat(kept.revision().version()).isEqualTo("1.1");
            assertThat(state(kept.id())).isEqualTo(InstanceStateName.RUNNING);
        });
    }

    @Test
    void whatIsRetiredInGoodHealthIsNotKept() {
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();

        deploy("1.1", FailureResponse.rebuild()).orElseThrow();

        assertThat(platform.keptMachines()).isEmpty();
    }

    @Test
    void nothingIsKeptUnlessAskedFor() {
        machinesAreSick(number -> number == 1);
        AwsPlatform plain = fixture.open();
        Deployer.on(plain)
                .deploy(Deployment.blueGreen()
                        .artifact(StrictFixture.version("1.0"))
                        .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                        .machines(2)
                        .onFailure(FailureResponse.rebuild())
                        .notifying(told::add))
                .orElseThrow();

        assertThat(plain.keptMachines()).isEmpty();
        assertThat(text(told.get(0).evidence())).doesNotContain("is kept of");
    }

    @Test
    void ofTooManyTheOldestIsEnded() {
        machinesAreSick(number -> number == 1);
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();
        MachineId oldest = platform.keptMachines().get(0).id();
        machinesAreSick(number -> number == 1);

        deploy("1.1", FailureResponse.rebuild()).orElseThrow();

        assertThat(platform.keptMachines())
                .singleElement()
                .satisfies(kept -> assertThat(kept.revision().version()).isEqualTo("1.1"));
        assertThat(state(oldest)).isIn(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);
    }

    @Test
    void theFirstDeploymentAfterItsTimeEndsIt() {
        machinesAreSick(number -> number == 1);
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();
        assertThat(platform.keptMachines()).hasSize(1);
        fixture.simulation().time().sleep(Duration.ofHours(25));

        deploy("1.1", FailureResponse.rebuild()).orElseThrow();

        assertThat(platform.keptMachines()).isEmpty();
    }

    @Test
    void oneThatCannotBeEndedFailsNoDeployment() {
        machinesAreSick(number -> number == 1);
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();
        fixture.simulation().time().sleep(Duration.ofHours(25));
        fixture.aws()
                .faults(call -> call.operation().equals("TerminateInstances")
                        ? Optional.of(AwsFault.DENIED)
                        : Optional.empty());

        deploy("1.1", FailureResponse.rollBack()).orElseThrow();

        assertThat(platform.keptMachines()).hasSize(1);
        assertThat(platform.environments().list()).hasSize(1);
        assertThat(fixture.leftovers()).isZero();
    }

    /** A person does that who wants it to stay. */
    @Test
    void oneThatIsProtectedFromTerminationKeepsNoOtherFromBeingEnded() {
        AwsPlatform two = fixture.open(setup -> setup.keepingFailed(2, Duration.ofHours(24)));
        for (String version : List.of("1.0", "1.1")) {
            machinesAreSick(number -> number == 1);
            deployTo(two, version, FailureResponse.rebuild()).orElseThrow();
        }
        MachineId protectedOne = two.keptMachines().get(0).id();
        fixture.aws()
                .ec2()
                .modifyInstanceAttribute(request -> request.instanceId(protectedOne.value())
                        .disableApiTermination(protection -> protection.value(true)));
        fixture.simulation().time().sleep(Duration.ofHours(25));

        deployTo(two, "1.2", FailureResponse.rebuild()).orElseThrow();

        assertThat(two.keptMachines()).extracting(KeptMachine::id).containsExactly(protectedOne);
        assertThatThrownBy(two::endKeptMachines)
                .hasMessageContaining("The instance '" + protectedOne + "' may not be terminated");
    }

    /** Those that it ends itself a group ends all the same. */
    @Test
    void aLaunchTemplateByWhichNoKeptMachineCouldBeEndedIsRefused() {
        String template = fixture.protectedTemplate();
        AwsPlatform keeping = fixture.openFrom(template, setup -> setup.keepingFailed(1, Duration.ofHours(24)));

        assertThat(deployTo(keeping, "1.0", FailureResponse.rollBack()).outcome())
                .isEqualTo(Outcome.REFUSED);
        AwsPlatform plain = fixture.openFrom(template, setup -> setup);
        deployTo(plain, "1.0", FailureResponse.rollBack()).orElseThrow();
        deployTo(plain, "1.1", FailureResponse.rollBack()).orElseThrow();
        assertThat(fixture.leftovers()).isZero();
    }

    @Test
    void aPersonEndsThemByOneCall() {
        machinesAreSick(number -> number == 1);
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();

        platform.endKeptMachines();

        assertThat(platform.keptMachines()).isEmpty();
        assertThat(platform.environments().list().get(0).machines()).hasSize(2);
    }

    @Test
    void oneThatIsMarkedAndStillInItsGroupIsTheGroups() {
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();
        MachineId live = platform.environments().list().get(0).machines().get(0).id();
        fixture.aws()
                .ec2()
                .createTags(request -> request.resources(live.value())
                        .tags(Tag.builder()
                                .key(KeptMachines.UNTIL)
                                .value("2020-01-01T00:00:00Z")
                                .build()));

        platform.endKeptMachines();
        deploy("1.1", FailureResponse.rebuild()).orElseThrow();

        assertThat(platform.keptMachines()).isEmpty();
    }

    @Test
    void oneThatNeverCameIntoServiceIsEndedByItsGroup() {
        deploy("1.0", FailureResponse.rebuild()).orElseThrow();
        Environment live = platform.environments().list().get(0);
        platform.environments().resize(live.name(), 3, new Fence(99, "orders#1/resize"));
        fixture.simulation().time().sleep(Duration.ofSeconds(2));
        MachineId starting = platform.environments().find(live.name()).orElseThrow().machines().stream()
                .map(machine -> machine.id())
                .filter(id -> live.machines().stream().noneMatch(old -> old.id().equals(id)))
                .findFirst()
                .orElseThrow();

        assertThat(text(platform.environments().examine(live.name(), starting)))
                .contains("Nothing: it is not in service, and is ended");
        platform.environments().replace(live.name(), starting, new Fence(99, "orders#1/replace"));

        assertThat(platform.keptMachines()).isEmpty();
    }

    @Test
    void noMachinesOrNoTimeAreNotAccepted() {
        assertThatThrownBy(() -> fixture.open(setup -> setup.keepingFailed(0, Duration.ofHours(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 failed machines are to be kept. Expected 1 or more.");
        assertThatThrownBy(() -> fixture.open(setup -> setup.keepingFailed(1, Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected more than zero.");
    }
}
