package dev.viridian.report;

import dev.viridian.Failure;
import dev.viridian.files.Sha256;
import dev.viridian.text.Excerpt;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognises a failure that was seen before: equal for failures of the same kind, with the same message, at the same step of
 * different deployments. What differs from one deployment to the next is left out of the message: numbers, times, durations, ids,
 * versions, addresses, hexadecimal digits and temporary paths.
 */
public final class Fingerprint {
    private static final int BYTES = 6;

    /** In this order: each leaves less for the next. */
    private static final Pattern TEMPORARY_PATH = Pattern.compile(
            "(?:(?:/private)?/var/folders|(?:/var)?/tmp|[a-z]:\\\\[^\\s'\"]*\\\\temp)[/\\\\][^\\s'\",;)]*");

    private static final Pattern DURATION = Pattern.compile(
            "\\d+(?:\\.\\d+)?\\s?(?:h|min|s|ms|µs|ns)\\b(?:\\s\\d+(?:\\.\\d+)?\\s?(?:min|s|ms|µs|ns)\\b)*");
    private static final Pattern HEXADECIMAL = Pattern.compile("\\b[0-9a-f]{8,}\\b");
    private static final Pattern WORD_WITH_DIGIT = Pattern.compile("(?<![\\w.:@+-])[a-z_.:@+-]*+\\d[\\w.:@+-]*+");
    private static final Pattern SEVERAL = Pattern.compile("#(?:[\\s,;/]+#)+");

    /** All that is not one blank already. */
    private static final Pattern BLANKS = Pattern.compile("\\s{2,}|[\\s&&[^ ]]");

    private Fingerprint() {}

    /**
     * Twelve hexadecimal digits.
     *
     * @param step the step that failed, as it is called in plans and notifications
     * @param failure what went wrong there
     */
    public static String of(String step, Failure failure) {
        return Sha256.beginning(
                normalised(step)
                        + '\n'
                        + failure.getClass().getName()
                        + '\n'
                        + normalised(Excerpt.ofMessage(failure.message())),
                BYTES);
    }

    static String normalised(String text) {
        String general = text.toLowerCase(Locale.ROOT);
        if (general.indexOf('/') >= 0 || general.indexOf('\\') >= 0) {
            general = TEMPORARY_PATH.matcher(general).replaceAll("<temporary>");
        }
        boolean hasNumbers = hasDigit(general);
        if (hasNumbers) {
            general = DURATION.matcher(general).replaceAll("#");
        }
        general = HEXADECIMAL.matcher(general).replaceAll("#");
        if (hasNumbers) {
            general = WORD_WITH_DIGIT.matcher(general).replaceAll("#");
        }
        general = SEVERAL.matcher(general).replaceAll("#");
        return BLANKS.matcher(general).replaceAll(" ").strip();
    }

    private static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }
}
