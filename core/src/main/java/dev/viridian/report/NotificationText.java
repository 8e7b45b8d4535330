package dev.viridian.report;

import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.text.Redaction;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A notification as plain text for people: the headline, the facts, what was tried and done, what they could do next, and last, because
 * it is long, the evidence. Lines are wrapped at 100 characters; evidence is only indented, so that it can be searched for. Secrets are
 * masked.
 */
public final class NotificationText {
    private static final String ITEM = "  - ";

    private final Notification notification;
    private final Page page = new Page();

    private NotificationText(Notification notification) {
        this.notification = notification;
    }

    /** The text; it ends with a line break. */
    public static String of(Notification notification) {
        return Redaction.of(new NotificationText(notification).write());
    }

    private String write() {
        page.wrapped("", notification.headline());
        page.blank();
        facts();
        attempts();
        list("What was done about it", notification.done());
        list("What you could do next", notification.advice().isBlank() ? List.of() : List.of(notification.advice()));
        evidence();
        return page.text();
    }

    private void facts() {
        fact("Application", notification.application());
        fact("Deployment", notification.deployment().toString());
        fact("Revision", notification.version());
        fact(
                "Outcome",
                notification.outcome().map(NotificationText::words).orElse("the failure was overcome, it goes on"));
        fact("At", notification.at().truncatedTo(ChronoUnit.SECONDS).toString());
        notification.step().ifPresent(step -> fact("Step", step));
        notification.machine().map(MachineId::value).ifPresent(machine -> fact("Machine", machine));
        fact("Live now", notification.live());
        notification.fingerprint().ifPresent(fingerprint -> fact("Fingerprint", fingerprint));
        notification.pattern().ifPresent(pattern -> fact("Pattern", pattern));
    }

    private void fact(String name, String value) {
        page.wrapped((name + ":" + " ".repeat(13)).substring(0, 13), value);
    }

    private void attempts() {
        List<String> lines = new ArrayList<>();
        String before = "";
        for (Notification.Attempt attempt : notification.attempts()) {
            lines.add(line(attempt, attempt.cause().equals(before) ? "the same again" : attempt.cause()));
            before = attempt.cause();
        }
        list("What was tried", lines);
    }

    private void list(String title, List<String> items) {
        if (!items.isEmpty()) {
            page.blank();
            page.wrapped("", title + ":");
            items.forEach(item -> page.wrapped(ITEM, item));
        }
    }

    private void evidence() {
        for (Evidence.Item item : notification.evidence().items()) {
            page.blank();
            page.wrapped("", "Evidence, " + item.title() + ":");
            page.indented("    ", item.text());
        }
    }

    private static String line(Notification.Attempt attempt, String cause) {
        return attempt.at().truncatedTo(ChronoUnit.SECONDS) + " " + attempt.step() + ": " + cause;
    }

    private static String words(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
