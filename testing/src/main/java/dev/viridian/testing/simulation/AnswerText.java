package dev.viridian.testing.simulation;

import dev.viridian.Environment;
import dev.viridian.Machine;
import dev.viridian.spi.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What was answered, in one line, the same in each run. */
final class AnswerText {
    private AnswerText() {}

    static String of(Object answer) {
        if (answer instanceof Optional<?> optional) {
            return optional.map(AnswerText::of).orElse("nothing");
        } else if (answer instanceof OptionalLong number) {
            return number.isPresent() ? String.valueOf(number.getAsLong()) : "nothing";
        } else if (answer instanceof List<?> list) {
            return list.isEmpty() ? "none" : list.stream().map(AnswerText::of).collect(Collectors.joining(", "));
        } else if (answer instanceof StateStore.Stored stored) {
            return "version " + stored.version().value() + ": "
                    + stored.document().text().strip();
        } else if (answer instanceof StateStore.Version version) {
            return "version " + version.value();
        } else if (answer instanceof Environment environment) {
            return environment + states(environment);
        }
        return String.valueOf(answer);
    }

    /** Only where not all of them run. */
    private static String states(Environment environment) {
        List<Machine> others = environment.machines().stream()
                .filter(machine -> machine.state() != Machine.State.RUNNING)
                .toList();
        return others.isEmpty()
                ? ""
                : others.stream()
                        .map(machine -> machine.id() + " " + machine.state())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
