package dev.viridian.local.haproxy;

import dev.viridian.EnvironmentName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The map in HAProxy that remembers the split and what each slot holds, so that nothing else must. */
final class RouteMap {
    private static final String SPLIT = "split";
    private static final String SLOT = "slot-";

    /** Which change was told last, or is just being told. */
    private static final String MARK = "mark";

    private final RuntimeSocket socket;
    private final HaproxyConfiguration configuration;

    RouteMap(RuntimeSocket socket, HaproxyConfiguration configuration) {
        this.socket = socket;
        this.configuration = configuration;
    }

    /** What the map says at one moment: the slots' occupants by the slots' numbers, and which change was the last. */
    record Content(Split split, NavigableMap<Integer, Occupant> occupants, Optional<Mark> mark) {
        OptionalInt slotOf(EnvironmentName environment) {
            return occupants.entrySet().stream()
                    .filter(slot -> slot.getValue().environment().equals(environment))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst();
        }

        /** Whether a change is in it of which the other one knows nothing; of one that has no mark that cannot be told. */
        boolean isLaterThan(Content other) {
            return mark.isPresent()
                    && other.mark().isPresent()
                    && mark.get().number() > other.mark().get().number();
        }
    }

    Content read() {
        return content(entries());
    }

    /** What such entries say, wherever they are. */
    Content content(Map<String, String> entries) {
        NavigableMap<Integer, Occupant> occupants = new TreeMap<>();
        for (int slot = 1; slot <= configuration.slots(); slot++) {
            String text = entries.get(SLOT + slot);
            if (text != null) {
                occupants.put(slot, Occupant.parse(text));
            }
        }
        String split = entries.get(SPLIT);
        return new Content(
                split == null ? Split.NOTHING : Split.parse(split),
                occupants,
                Optional.ofNullable(entries.get(MARK)).flatMap(Mark::parse));
    }

    /** One command, and so one atomic switch: each request reads the whole split, either the old one or the new. */
    void replace(Split split) {
        put(SPLIT, split.text());
    }

    void assign(int slot, Occupant occupant) {
        put(SLOT + slot, occupant.text());
    }

    void mark(Mark mark) {
        put(MARK, mark.text());
    }

    boolean isMarked(Mark mark) {
        return mark.text().equals(entries().get(MARK));
    }

    /** The map as HAProxy's configuration reads it when it starts. */
    String file() {
        StringBuilder lines = new StringBuilder();
        entries()
                .forEach((key, value) ->
                        lines.append(key).append(' ').append(value).append('\n'));
        return lines.toString();
    }

    private void put(String key, String value) {
        boolean known = entries().containsKey(key);
        String command = (known ? "set" : "add") + " map " + configuration.map() + " " + key + " " + value;
        String answer = socket.ask(command);
        String found = String.valueOf(entries().get(key));
        if (!found.equals(value)) {
            throw new IllegalStateException("HAProxy did not do '" + command + "'. It answered '" + answer
                    + "', and then had '" + found + "' for '" + key + "'. Expected '" + value
                    + "'. Is another controller or person changing that map?");
        }
    }

    /** Each line is the entry's address in memory, its key and its value. */
    private Map<String, String> entries() {
        String command = "show map " + configuration.map();
        String answer = socket.ask(command);
        Map<String, String> entries = new LinkedHashMap<>();
        for (String line : answer.lines().toList()) {
            String[] parts = line.split(" ", 3);
            if (parts.length != 3 || !parts[0].startsWith("0x")) {
                throw new IllegalStateException("HAProxy answered '" + command + "' with: '" + answer
                        + "'. Expected lines of a reference, a key and a value. Does its configuration use that map?");
            }
            entries.put(parts[1], parts[2]);
        }
        return entries;
    }
}
