package dev.viridian.testing.assertions;

import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.report.NotificationText;
import java.util.Optional;

/** What is expected of a notification. */
public final class NotificationAssert extends StoryAssert<NotificationAssert, Notification> {
    NotificationAssert(Notification actual) {
        super(actual, NotificationAssert.class);
    }

    /**
     * It tells that the deployment ended so.
     *
     * <pre>{@code
     * assertThat(notification).tellsOutcome(Outcome.ROLLED_BACK);   // passes
     * assertThat(notification).tellsOutcome(Outcome.DEPLOYED);      // fails: it tells that it was rolled back
     * }</pre>
     */
    public NotificationAssert tellsOutcome(Outcome outcome) {
        isNotNull();
        return expect(
                actual.outcome().equals(Optional.of(outcome)),
                "a notification that the deployment " + Words.of(outcome),
                () -> "tells that "
                        + actual.outcome()
                                .map(told -> "it " + Words.of(told))
                                .orElse("a failure was overcome and the deployment goes on"));
    }

    /**
     * It tells of a failure that was overcome: the deployment goes on.
     *
     * <pre>{@code
     * assertThat(notification).tellsOfOvercomeFailure();   // passes for the one about a rebuilt machine
     * assertThat(notification).tellsOfOvercomeFailure();   // fails for the one about the outcome
     * }</pre>
     */
    public NotificationAssert tellsOfOvercomeFailure() {
        isNotNull();
        return expect(
                actual.outcome().isEmpty(),
                "a notification of a failure that was overcome",
                () -> "tells that the deployment "
                        + actual.outcome().map(Words::of).orElseThrow());
    }

    /**
     * It tells the cause: this is in its headline or in one of the attempts.
     *
     * <pre>{@code
     * assertThat(notification).tellsCause("Connection refused");   // passes where that went wrong
     * assertThat(notification).tellsCause("disk full");            // fails, and shows the notification
     * }</pre>
     */
    public NotificationAssert tellsCause(String text) {
        isNotNull();
        boolean told = actual.headline().contains(text)
                || actual.attempts().stream()
                        .anyMatch(attempt -> attempt.cause().contains(text));
        return expect(told, "a notification with the cause '" + text + "'", () -> "does not tell it");
    }

    /**
     * It is about this step, named by a part of its title.
     *
     * <pre>{@code
     * assertThat(notification).isAbout("await health");   // passes where that step failed
     * assertThat(notification).isAbout("cut over");       // fails: it is about 'await health of orders-1-1'
     * }</pre>
     */
    public NotificationAssert isAbout(String step) {
        isNotNull();
        return expect(
                actual.step().filter(title -> title.contains(step)).isPresent(),
                "a notification about '" + step + "'",
                () -> actual.step().map(title -> "is about '" + title + "'").orElse("is about no step"));
    }

    /**
     * It names this machine.
     *
     * <pre>{@code
     * assertThat(notification).namesMachine("orders-1-1.2");   // passes where that one was sick
     * assertThat(notification).namesMachine("orders-1-1.1");   // fails: it names orders-1-1.2
     * }</pre>
     */
    public NotificationAssert namesMachine(String machine) {
        isNotNull();
        return expect(
                actual.machine().map(MachineId::value).equals(Optional.of(machine)),
                "a notification about machine " + machine,
                () -> actual.machine().map(named -> "names " + named).orElse("names no machine"));
    }

    /**
     * Its evidence holds this.
     *
     * <pre>{@code
     * assertThat(notification).hasEvidence("exit code 137");    // passes where that was found
     * assertThat(notification).hasEvidence("OutOfMemory");      // fails, and shows the notification
     * }</pre>
     */
    public NotificationAssert hasEvidence(String text) {
        isNotNull();
        return expect(
                actual.evidence().items().stream().anyMatch(item -> item.text().contains(text)),
                "a notification with '" + text + "' in its evidence",
                () -> "has " + Words.count(actual.evidence().items().size(), "piece") + " of evidence without it");
    }

    /**
     * It advises this.
     *
     * <pre>{@code
     * assertThat(notification).advises("deploy it again");   // passes where that is what a person could do
     * assertThat(notification).advises("call Bob");          // fails, and shows the advice
     * }</pre>
     */
    public NotificationAssert advises(String text) {
        isNotNull();
        return expect(
                actual.advice().contains(text),
                "a notification that advises '" + text + "'",
                () -> "advises: " + actual.advice());
    }

    /**
     * Nowhere in it this is told: a password, for instance.
     *
     * <pre>{@code
     * assertThat(notification).doesNotTell("hunter2");                     // passes
     * assertThat(notification).doesNotTell(notification.application());    // fails
     * }</pre>
     */
    public NotificationAssert doesNotTell(String secret) {
        isNotNull();
        return expect(
                !actual.toString().contains(secret),
                "a notification that keeps a secret",
                () -> "tells '" + secret + "'");
    }

    @Override
    String story() {
        return "The notification:\n" + NotificationText.of(actual);
    }
}
