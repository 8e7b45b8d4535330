package dev.viridian.provision;

import dev.viridian.text.Redaction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one text becomes another, line by line, for people. What both begin and end with is left out; what lies between is shown as lines
 * that go and lines that come. Configuration is short: nothing cleverer would say more.
 */
final class LineDifference {
    private static final int MOST_LINES = 40;

    private LineDifference() {}

    static List<String> between(String path, byte[] found, byte[] wanted) {
        Optional<List<String>> before = lines(found);
        Optional<List<String>> after = lines(wanted);
        if (before.isEmpty() || after.isEmpty()) {
            return List.of(path + ": " + found.length + " bytes → " + wanted.length + " other bytes");
        }
        return between(path, before.get(), after.get());
    }

    private static List<String> between(String path, List<String> before, List<String> after) {
        int start = 0;
        int shorter = Math.min(before.size(), after.size());
        while (start < shorter && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        List<String> changes = new ArrayList<>();
        changes.add(path + ", line " + (start + 1) + ":");
        before.subList(start, before.size() - end).forEach(line -> changes.add("- " + Redaction.of(line)));
        after.subList(start, after.size() - end).forEach(line -> changes.add("+ " + Redaction.of(line)));
        return shortened(changes);
    }

    private static List<String> shortened(List<String> changes) {
        if (changes.size() <= MOST_LINES) {
            return changes;
        }
        List<String> most = new ArrayList<>(changes.subList(0, MOST_LINES));
        most.add("… and " + (changes.size() - MOST_LINES) + " lines more");
        return most;
    }

    /** Nothing for what is no text. */
    private static Optional<List<String>> lines(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(List.of(text.split("\n", -1)));
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
