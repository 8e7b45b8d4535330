package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.viridian.Evidence;
import dev.viridian.Notification;
import dev.viridian.report.NotificationText;

/**
 * The text of a notification for a channel that takes no more than so many bytes. What is too long is the evidence, and of that the beginnings: the cause, what
 * was done and what to do next come first in the text and stay.
 */
final class FittedText {
    private static final String CUT =
            "\n(The rest was cut off: it is too long for a message. history() has it whole.)\n";

    private final Notification notification;
    private final int most;

    private FittedText(Notification notification, int most) {
        this.notification = notification;
        this.most = most;
    }

    /** The text, of at most that many bytes. */
    static String of(Notification notification, int most) {
        return new FittedText(notification, most).fitted();
    }

    private String fitted() {
        String whole = text(Integer.MAX_VALUE);
        if (fits(whole)) {
            return whole;
        }
        String least = text(0);
        return fits(least) ? longestBetween(0, most) : start(least, most - bytes(CUT)) + CUT;
    }

    /** By halving: the lower one is known to fit, the upper one not to. */
    private String longestBetween(int fitting, int tooMuch) {
        int lower = fitting;
        int upper = tooMuch;
        while (upper - lower > 1) {
            int middle = (lower + upper) >>> 1;
            if (fits(text(middle))) {
                lower = middle;
            } else {
                upper = middle;
            }
        }
        return text(lower);
    }

    /** With no more than that many bytes of each piece of evidence. */
    private String text(int ofEach) {
        Evidence evidence = new Evidence(notification.evidence().items().stream()
                .map(item -> new Evidence.Item(item.title(), end(item.text(), ofEach)))
                .toList());
        return Sendable.of(NotificationText.of(with(evidence)));
    }

    private Notification with(Evidence evidence) {
        return new Notification(
                notification.key(),
                notification.at(),
                notification.application(),
                notification.deployment(),
                notification.version(),
                notification.outcome(),
                notification.headline(),
                notification.step(),
                notification.machine(),
                notification.attempts(),
                evidence,
                notification.done(),
                notification.live(),
                notification.advice(),
                notification.fingerprint(),
                notification.pattern());
    }

    private boolean fits(String text) {
        return bytes(text) <= most;
    }

    static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    /** The end of it, where a log says why it ended. */
    private static String end(String text, int most) {
        byte[] all = text.getBytes(UTF_8);
        if (all.length <= most) {
            return text;
        }
        int from = all.length - most;
        while (from < all.length && isInsideCharacter(all[from])) {
            from++;
        }
        return "(The first " + from + " of " + all.length
                + " bytes are left out: they are too long for a message. history() has them.)\n"
                + new String(all, from, all.length - from, UTF_8);
    }

    private static String start(String text, int most) {
        byte[] all = text.getBytes(UTF_8);
        int to = Math.max(0, Math.min(most, all.length));
        while (to > 0 && to < all.length && isInsideCharacter(all[to])) {
            to--;
        }
        return new String(all, 0, to, UTF_8);
    }

    private static boolean isInsideCharacter(byte next) {
        return (next & 0xc0) == 0x80;
    }
}
