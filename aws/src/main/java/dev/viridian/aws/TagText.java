package dev.viridian.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a tag of a load balancer or target group can say:
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html">less than one of EC2</a>, which takes any character.
 */
final class TagText {
    private static final Pattern TAKEN = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final String PLAIN = "_.:/+-@";
    private static final int HEXADECIMAL = 16;
    private static final int BYTE = 0xff;

    private TagText() {}

    /** Whether it is taken as it is. */
    static boolean isTaken(String text) {
        return TAKEN.matcher(text).matches();
    }

    /** Any text: what is not taken stands as its bytes in hexadecimal, each after a {@code =}, like {@code =3F} for a question mark. */
    static String of(String text) {
        StringBuilder written = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) (octet & BYTE);
            boolean isPlain = sign < 128 && (Character.isLetterOrDigit(sign) || PLAIN.indexOf(sign) >= 0);
            written.append(isPlain ? String.valueOf(sign) : String.format("=%02X", octet & BYTE));
        }
        return written.toString();
    }

    /** What was written by {@link #of}. */
    static String read(String written) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int at = 0;
        while (at < written.length()) {
            if (written.charAt(at) == '=') {
                octets.write(Integer.parseInt(written, at + 1, at + 3, HEXADECIMAL));
                at += 3;
            } else {
                octets.write(written.charAt(at));
                at++;
            }
        }
        return octets.toString(StandardCharsets.UTF_8);
    }
}
