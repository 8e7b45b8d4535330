package dev.viridian.state;

import dev.viridian.spi.PlatformException;
import dev.viridian.text.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * One line of JSON that says which form it has, and ends with a checksum over all that is before it. What was torn, cut off or changed
 * is found when it is read, named, and never guessed over.
 */
final class SealedJson {
    /** The version of the form in which everything is written. Form 1 had no checksum and one event a record. */
    static final int FORMAT = 2;

    private static final String CHECKSUM = "crc32c";
    private static final String BEFORE_CHECKSUM = ",\"" + CHECKSUM + "\":\"";
    private static final int SHOWN = 200;

    private final String key;
    private final String advice;

    /**
     * Reads what is at a key.
     *
     * @param key where it is, for messages
     * @param advice what a person does about a damaged one
     */
    SealedJson(String key, String advice) {
        this.key = key;
        this.advice = advice;
    }

    /** Fields as one line. */
    static String write(Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.putAll(fields);
        String json = RecordJson.write(all);
        String content = json.substring(0, json.length() - 1);
        return content + BEFORE_CHECKSUM + checksum(content) + "\"}\n";
    }

    /**
     * Makes something of the fields of a line.
     *
     * @throws PlatformException when it is damaged, or of a newer form
     */
    <T> T read(String text, Function<Map<String, Object>, T> reading) {
        try {
            Map<String, Object> fields = JsonTree.read(text);
            requireKnownFormat(fields);
            requireWhole(text, fields);
            return reading.apply(fields);
        } catch (IOException e) {
            throw damaged("it is not the JSON that it should be (" + firstLine(e) + ")", text);
        } catch (IllegalArgumentException | DateTimeException | ClassCastException | ArithmeticException e) {
            throw damaged(firstLine(e), text);
        }
    }

    /** Which form the fields have. */
    static long format(Map<String, Object> fields) {
        return fields.get("format") instanceof Long format ? format : 0;
    }

    private void requireKnownFormat(Map<String, Object> fields) {
        long format = format(fields);
        if (format > FORMAT) {
            throw PlatformException.refused(
                    "read '" + key + "' in the state store",
                    "it has form " + format + ", and this version of Viridian reads forms up to " + FORMAT
                            + ". A newer version wrote it: deploy with that one, or a later one.");
        }
        if (format < 1) {
            throw new IllegalArgumentException("it does not say which form it has");
        }
    }

    private static void requireWhole(String text, Map<String, Object> fields) {
        Object claimed = fields.get(CHECKSUM);
        if (claimed == null && format(fields) < FORMAT) {
            return;
        }
        int end = text.lastIndexOf(BEFORE_CHECKSUM);
        String found = end < 0 ? "nothing" : checksum(text.substring(0, end));
        if (!found.equals(claimed)) {
            throw new IllegalArgumentException("its checksum is " + found + ", expected " + claimed);
        }
    }

    private PlatformException damaged(String found, String text) {
        String shown = Redaction.of(text.strip());
        return PlatformException.refused(
                "read '" + key + "' in the state store",
                "it is damaged: " + found + ". It says '"
                        + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown) + "'. " + advice);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String checksum(String content) {
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
