package dev.viridian.testing.assertions;

import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.report.NotificationText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is expected of all that somebody was told. */
public final class NotificationsAssert extends StoryAssert<NotificationsAssert, List<Notification>> {
    NotificationsAssert(List<Notification> actual) {
        super(actual, NotificationsAssert.class);
    }

    /**
     * Exactly one notification was told; goes on with what is expected of it.
     *
     * <pre>{@code
     * assertThat(told).toldOnce().tellsOutcome(DEPLOYED);   // passes after a deployment where nothing failed
     * assertThat(told).toldOnce();                          // fails where a failure was overcome, too: 2 were told
     * }</pre>
     */
    public NotificationAssert toldOnce() {
        isNotNull();
        expect(actual.size() == 1, "exactly one notification", this::toldSoMany);
        return new NotificationAssert(actual.get(0));
    }

    /**
     * That a deployment ended so was told exactly once, whatever else was told; goes on with what is expected of it.
     *
     * <pre>{@code
     * assertThat(told).toldOnce(ROLLED_BACK).tellsCause("no database");   // passes
     * assertThat(told).toldOnce(DEPLOYED);                                // fails: it was told 0 times
     * }</pre>
     */
    public NotificationAssert toldOnce(Outcome outcome) {
        isNotNull();
        List<Notification> of = actual.stream()
                .filter(notification -> notification.outcome().equals(Optional.of(outcome)))
                .toList();
        expect(
                of.size() == 1,
                "to be told exactly once that a deployment " + Words.of(outcome),
                () -> "was told " + Words.count(of.size(), "time") + "; " + toldSoMany());
        return new NotificationAssert(of.get(0));
    }

    /**
     * Nothing was told.
     *
     * <pre>{@code
     * assertThat(told).toldNothing();   // passes after a mere plan
     * assertThat(told).toldNothing();   // fails after a deployment
     * }</pre>
     */
    public NotificationsAssert toldNothing() {
        isNotNull();
        return expect(actual.isEmpty(), "no notification", this::toldSoMany);
    }

    /**
     * Nothing was told twice: all keys are different.
     *
     * <pre>{@code
     * assertThat(told).toldNothingTwice();   // passes
     * assertThat(told).toldNothingTwice();   // fails where a delivery's answer was lost and it was repeated
     * }</pre>
     */
    public NotificationsAssert toldNothingTwice() {
        isNotNull();
        Set<String> seen = new HashSet<>();
        List<String> twice = actual.stream()
                .map(Notification::key)
                .filter(key -> !seen.add(key))
                .toList();
        return expect(twice.isEmpty(), "that nothing is told twice", () -> "told again " + Words.quoted(twice));
    }

    private String toldSoMany() {
        return "told " + Words.count(actual.size(), "notification");
    }

    @Override
    String story() {
        return actual.isEmpty()
                ? "Nothing was told.\n"
                : actual.stream().map(NotificationText::of).collect(Collectors.joining("\n", "What was told:\n", ""));
    }
}
