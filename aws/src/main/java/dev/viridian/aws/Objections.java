package dev.viridian.aws;

import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All that speaks against making an environment, so that it can be told at once. */
final class Objections {
    private final List<String> all;

    Objections(List<String> first) {
        this.all = new ArrayList<>(first);
    }

    /** What is refused is told with the rest; what may pass is asked again by whoever asks. */
    void ask(Supplier<List<String>> question) {
        try {
            all.addAll(question.get());
        } catch (PlatformException e) {
            if (e.failure().worthRetrying()) {
                throw e;
            }
            all.add(e.failure().message());
        }
    }

    /** Asks all of them side by side, and tells what was answered in their order. */
    void ask(SideBySide sideBySide, List<Supplier<List<String>>> questions) {
        List<SideBySide.Asked<List<String>>> asked =
                questions.stream().map(sideBySide::ask).toList();
        try {
            asked.forEach(each -> ask(each::answer));
        } finally {
            asked.forEach(SideBySide.Asked::close);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** @throws PlatformException which names all of them, where there are any */
    void requireNone(EnvironmentSpec spec) {
        if (!all.isEmpty()) {
            throw PlatformException.refused(
                    "make " + spec.name() + " of " + spec.machines() + " machines", String.join(" ", all));
        }
    }
}
