package dev.viridian.local.haproxy;

import dev.viridian.EnvironmentName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The map in HAProxy that remembers the split and what each slot holds, so that nothing else must. */
final class RouteMap {
    private static final String SPLIT = "split";
    private static final String SLOT = "slot-";

    /** Who is just changing something. It is not saved, so that a process that was started meanwhile has it not. */
    private static final String MARK = "mark";

    private final RuntimeSocket socket;
    private final HaproxyConfiguration configuration;

    RouteMap(RuntimeSocket socket, HaproxyConfiguration configuration) {
        this.socket = socket;
        this.configuration = configuration;
    }

    /** What the map says at one moment: the slots' occupants by the slots' numbers. */
    record Content(Split split, NavigableMap<Integer, Occupant> occupants) {
        OptionalInt slotOf(EnvironmentName environment) {
            return occupants.entrySet().stream()
                    .filter(slot -> slot.getValue().environment().equals(environment))
                    .mapToInt(Map.Entry::getKey)
                    .findFirst();
        }
    }

    Content read() {
        Map<String, String> entries = entries();
        NavigableMap<Integer, Occupant> occupants = new TreeMap<>();
        for (int slot = 1; slot <= configuration.slots(); slot++) {
            String text = entries.get(SLOT + slot);
            if (text != null) {
                occupants.put(slot, Occupant.parse(text));
            }
        }
        String split = entries.get(SPLIT);
        return new Content(split == null ? Split.NOTHING : Split.parse(split), occupants);
    }

    /** One command, and so one atomic switch: each request reads the whole split, either the old one or the new. */
    void replace(Split split) {
        put(SPLIT, split.text());
    }

    void assign(int slot, Occupant occupant) {
        put(SLOT + slot, occupant.text());
    }

    void mark(String mark) {
        put(MARK, mark);
    }

    boolean isMarked(String mark) {
        return mark.equals(entries().get(MARK));
    }

    /** The map as HAProxy's configuration reads it when it starts. */
    String file() {
        StringBuilder lines = new StringBuilder();
        Map<String, String> entries = entries();
        entries.remove(MARK);
        entries.forEach(
                (key, value) -> lines.append(key).append(' ').append(value).append('\n'));
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
