package dev.viridian.local.haproxy;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which change of HAProxy's map it is, and whose. It is put there before a change is told, and saved with it as the last of all.
 *
 * @param number one more than that of the change before
 * @param whose by this it differs from what another controller tells at the same time
 */
record Mark(long number, String whose) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):(\\S+)");

    /** What {@link #text()} gave; empty of anything else. */
    static Optional<Mark> parse(String text) {
        Matcher found = TEXT.matcher(text);
        return found.matches()
                ? Optional.of(new Mark(Long.parseLong(found.group(1)), found.group(2)))
                : Optional.empty();
    }

    static Mark first() {
        return new Mark(1, UUID.randomUUID().toString());
    }

    Mark next() {
        return new Mark(number + 1, UUID.randomUUID().toString());
    }

    String text() {
        return number + ":" + whose;
    }
}
