package dev.viridian.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts before they reach a journal, a log, a report or a notification: what follows a name that says that it is
 * secret, what an Authorization header says, and the password in an address. In doubt it masks too much.
 */
public final class Redaction {
    private static final String MASK = "***";
    private static final String KEEPING_NAME = "${name}" + MASK;
    private static final String SECRET_NAME =
            "(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|credential|signature)[\\w.-]{0,60}";

    /** What was masked already stays as it is: texts pass here more than once. */
    private static final String UNMASKED = "(?!\\*{3})";

    /** In quotes, which may be escaped ones and may be missing at the end of what was cut off, or a word. */
    private static final String VALUE =
            UNMASKED + "(?:(?<quote>\\\\*[\"'])[^\\r\\n]*?(?:(?<!\\\\)\\k<quote>|$)|[^\\s;&,\"'\\\\][^\\s;&,\"']*)";

    private static final List<Pattern> SECRETS = List.of(
            pattern("(?<name>-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)(?:(?!-----END)[\\s\\S])*+"),
            // Authorization: Basic dXNlcjpwYXNz
            pattern("(?<name>\\bauthorization\\\\*[\"']?\\s*[=:]\\s*\\\\*[\"']?)" + UNMASKED
                    + "(?:\\w+\\s+)?[^\\s,;\"'\\\\]+"),
            // password=x, "db.password": "x", secretKey: 'x'
            pattern("(?<name>" + SECRET_NAME + "\\\\*[\"']?\\s*[=:]\\s*)" + VALUE),
            // --password x
            pattern("(?<name>(?<!\\S)--?[\\w-]{0,60}" + SECRET_NAME + "\\s+)(?!-)" + VALUE),
            // Bearer x, but not "basic authentication"
            pattern("(?<name>\\b(?:bearer|basic)\\s+)(?!authenticat|authoriz)[A-Za-z0-9+/._~-]{8,}=*"),
            // https://user:x@host, https://x@host
            pattern("(?<name>://[^/@:\\s]*:)[^/\\s]+(?=@)"),
            pattern("(?<name>https?://)[^/@:\\s]+(?=@)"),
            // jdbc:oracle:thin:user/x@host
            pattern("(?<name>jdbc:oracle:\\w+:[^/@\\s]*/)[^@\\s]+(?=@)"));

    private Redaction() {}

    /** The text with its secrets masked. */
    public static String of(String text) {
        if (!SecretHints.in(text)) {
            return text;
        }
        String masked = text;
        for (Pattern secret : SECRETS) {
            masked = secret.matcher(masked).replaceAll(KEEPING_NAME);
        }
        return masked;
    }

    /** Whether something in the text was masked, or would be. */
    public static boolean hasSecret(String text) {
        return text.contains(MASK) || !of(text).equals(text);
    }

    private static Pattern pattern(String form) {
        return Pattern.compile(form, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    }
}
