package dev.viridian.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamedLinesTest {
    @Test
    void readsWhatStandsBehindTheName() {
        List<String> lines = List.of("deployment 7", "by anna of the night shift");

        assertThat(NamedLines.value(lines, 0)).isEqualTo("7");
        assertThat(NamedLines.value(lines, 1)).isEqualTo("anna of the night shift");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> NamedLines.value(lines, 2));
    }

    @Test
    void keepsATextFromTakingTheNextLineToo() {
        assertThat(NamedLines.onOneLine("anna\nuntil forever")).isEqualTo("anna until forever");
    }
}
