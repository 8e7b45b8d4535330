package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.testing.simulation.Simulation;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SideBySideTest {
    private final SideBySide sideBySide =
            new SideBySide(Simulation.of("orders").bare().open().platform().tasks());

    /** Java adds what closing throws to what was thrown before, and refuses to add an error to itself. */
    @Test
    void theDeathOfWhoIsAskedIsThatOfWhoAsks() {
        Supplier<String> dies = () -> {
            throw new Mishap.KilledController();
        };

        assertThatThrownBy(() -> {
                    try (SideBySide.Asked<String> asked = sideBySide.ask(dies)) {
                        asked.answer();
                    }
                })
                .isInstanceOf(Mishap.KilledController.class);
    }
}
