package dev.viridian.local;

import dev.viridian.MachineId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The identity document of a machine of this platform, as JSON. */
final class IdentityText {
    private IdentityText() {}

    static String of(MachineId machine, Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("instanceId", machine.value());
        return all.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ": " + quoted(field.getValue()))
                .collect(Collectors.joining(",\n  ", "{\n  ", "\n}\n"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character < ' ' || character == '"' || character == '\\') {
                quoted.append(String.format("\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }
}
