package dev.viridian.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void leavesAsItIsWhatPeopleRead() {
        String message = "x".repeat(8_000);
        String log = "x".repeat(64_000);

        assertThat(Excerpt.ofMessage(message)).isSameAs(message);
        assertThat(Excerpt.ofLog(log)).isSameAs(log);
    }

    @Test
    void ofALongMessageItIsTheBeginning() {
        String excerpt = Excerpt.ofMessage("503 " + "x".repeat(9_000));

        assertThat(excerpt).isEqualTo("503 " + "x".repeat(7_946) + " … (1054 characters more)");
        assertThat(Excerpt.ofMessage(excerpt)).isSameAs(excerpt);
    }

    @Test
    void ofALongLogItIsTheEnd() {
        String excerpt = Excerpt.ofLog("x".repeat(65_000) + " end");

        assertThat(excerpt).isEqualTo("(1054 characters before) … " + "x".repeat(63_946) + " end");
        assertThat(Excerpt.ofLog(excerpt)).isSameAs(excerpt);
    }

    @Test
    void neverCutsACharacterInTwo() {
        assertThat(Excerpt.ofMessage("x".repeat(7_949) + "😀" + "x".repeat(1_000)))
                .isEqualTo("x".repeat(7_949) + " … (1002 characters more)");
        assertThat(Excerpt.ofLog("😀" + "x".repeat(63_949) + "x".repeat(50))).startsWith("(51 characters before) … x");
    }
}
