package dev.viridian.testing.simulation;

import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import dev.viridian.spi.Probes.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What machines answer at a path, one answer after the other. Each machine begins with the first of them. */
final class ScriptedAnswers implements ProbeScript {
    private final Optional<String> version;
    private final String path;
    private final List<Answer> answers;
    private final Map<MachineId, Integer> asked = new HashMap<>();

    ScriptedAnswers(Optional<String> version, String path, List<Answer> answers) {
        this.version = version;
        this.path = path;
        this.answers = List.copyOf(answers);
    }

    /** The same script from its beginning: what was asked in one world is not known in another. */
    ScriptedAnswers fromTheBeginning() {
        return new ScriptedAnswers(version, path, answers);
    }

    /** The same script, as far as it has come. */
    ScriptedAnswers asFarAsItHasCome() {
        ScriptedAnswers copy = fromTheBeginning();
        copy.asked.putAll(asked);
        return copy;
    }

    @Override
    public Optional<Answer> answer(Probe probe, Machine machine, String running) {
        boolean meant = probe instanceof HttpProbe http
                && http.path().equals(path)
                && version.map(running::equals).orElse(true);
        return meant ? Optional.of(next(machine.id())) : Optional.empty();
    }

    /** The last answer stays. */
    private Answer next(MachineId machine) {
        int number = asked.merge(machine, 1, Integer::sum);
        return answers.get(Math.min(number, answers.size()) - 1);
    }
}
