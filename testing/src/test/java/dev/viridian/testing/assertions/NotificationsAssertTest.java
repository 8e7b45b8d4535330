package dev.viridian.testing.assertions;

import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThatNotifications;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.report.NotificationText;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.RecordingNotifier;
import dev.viridian.testing.simulation.SimulatedWorld;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NotificationsAssertTest {
    private final RecordingNotifier told = RecordingNotifier.create();

    private static String said(ThrowingCallable failing) {
        return Said.by(failing, "The notification:");
    }

    private Notification ofRollBack() {
        Said.deployed(Said.WORLD.everyMachine("1.3", Fate.comesUpSick()), Said.ORDERS.notifying(told));
        return told.notifications().get(told.notifications().size() - 1);
    }

    private List<Notification> ofRebuiltMachine() {
        Said.deployed(Said.WORLD.machine("1.3", 2, Fate.comesUpSick()), Said.ORDERS.notifying(told));
        return told.notifications();
    }

    @Test
    void tellsTheOutcome() {
        Notification notification = ofRollBack();
        assertThat(notification).tellsOutcome(Outcome.ROLLED_BACK);

        assertThat(said(() -> assertThat(notification).tellsOutcome(Outcome.DEPLOYED)))
                .isEqualTo(
                        "Expected a notification that the deployment was deployed\n but it tells that it was rolled back");
        assertThat(said(() -> assertThat(notification).tellsOfOvercomeFailure()))
                .isEqualTo("Expected a notification of a failure that was overcome\n but it tells that the deployment"
                        + " was rolled back");
    }

    @Test
    void tellsOfWhatWasOvercome() {
        Notification overcome = ofRebuiltMachine().get(0);
        assertThat(overcome).tellsOfOvercomeFailure();

        assertThat(said(() -> assertThat(overcome).tellsOutcome(Outcome.DEPLOYED)))
                .endsWith("but it tells that a failure was overcome and the deployment goes on");
    }

    @Test
    void tellsTheCauseTheStepAndTheMachine() {
        Notification notification = ofRollBack();
        assertThat(notification)
                .tellsCause("503 Service Unavailable")
                .isAbout("await health")
                .namesMachine("orders-1-2.4")
                .hasEvidence("RUNNING")
                .advises("evidence")
                .doesNotTell(SimulatedWorld.SECRET);

        assertThat(said(() -> assertThat(notification).tellsCause("disk full")))
                .isEqualTo("Expected a notification with the cause 'disk full'\n but it does not tell it");
        assertThat(said(() -> assertThat(notification).isAbout("cut over")))
                .isEqualTo("Expected a notification about 'cut over'\n but it is about 'await health of orders-1-2'");
        assertThat(said(() -> assertThat(notification).namesMachine("orders-1-1.1")))
                .isEqualTo("Expected a notification about machine orders-1-1.1\n but it names orders-1-2.4");
        assertThat(said(() -> assertThat(notification).hasEvidence("OutOfMemory")))
                .startsWith("Expected a notification with 'OutOfMemory' in its evidence\n but it has ");
        assertThat(said(() -> assertThat(notification).advises("call Bob")))
                .isEqualTo(
                        "Expected a notification that advises 'call Bob'\n but it advises: " + notification.advice());
        assertThat(said(() -> assertThat(notification).doesNotTell("orders")))
                .isEqualTo("Expected a notification that keeps a secret\n but it tells 'orders'");
    }

    @Test
    void showsTheNotification() {
        Notification notification = ofRollBack();

        assertThatThrownBy(() -> assertThat(notification).tellsCause("disk full"))
                .hasMessageEndingWith("\nThe notification:\n" + NotificationText.of(notification));
    }

    @Test
    void oneThatIsAboutNothingSaysSo() {
        Said.deployed(Said.WORLD, Said.ORDERS.notifying(told));
        Notification deployed = told.notifications().get(0);

        assertThat(said(() -> assertThat(deployed).isAbout("cut over"))).endsWith("but it is about no step");
        assertThat(said(() -> assertThat(deployed).namesMachine("orders-1-1.1")))
                .endsWith("but it names no machine");
    }

    @Test
    void isToldOnce() {
        Said.deployed(Said.WORLD, Said.ORDERS.notifying(told));

        assertThat(told).toldOnce().tellsOutcome(Outcome.DEPLOYED);
        assertThat(Said.by(() -> assertThat(told).toldNothing(), "What was told:"))
                .isEqualTo("Expected no notification\n but it told 1 notification");
    }

    @Test
    void anOutcomeIsToldOnceWhateverElseIsTold() {
        List<Notification> all = ofRebuiltMachine();

        assertThatNotifications(all).toldNothingTwice().toldOnce(Outcome.DEPLOYED);
        assertThat(Said.by(() -> assertThat(told).toldOnce(), "What was told:"))
                .isEqualTo("Expected exactly one notification\n but it told 2 notifications");
        assertThat(Said.by(() -> assertThat(told).toldOnce(Outcome.HALTED), "What was told:"))
                .isEqualTo(
                        "Expected to be told exactly once that a deployment was halted\n but it was told 0 times; told 2"
                                + " notifications");
    }

    @Test
    void whatIsToldTwiceIsNamed() {
        Notification notification = ofRollBack();

        assertThat(Said.by(
                        () -> assertThatNotifications(List.of(notification, notification))
                                .toldNothingTwice(),
                        "What was told:"))
                .isEqualTo("Expected that nothing is told twice\n but it told again 'orders#1/outcome-rolled-back'");
    }

    @Test
    void whereNothingWasToldThatIsSaid() {
        assertThat(told).toldNothing();
        assertThatThrownBy(() -> assertThat(told).toldOnce())
                .hasMessage("\nExpected exactly one notification\n but it told 0 notifications\nNothing was told.\n");
    }
}
