package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogTailTest {
    @RegisterExtension
    final Workplace workplace = new Workplace();

    @Test
    void showsTheLastLinesInTheirOrder() {
        Path log = workplace.write("log", "one\r\ntwo\n\nfour");
        assertThat(LogTail.of(log, 3)).containsExactly("two", "", "four");
        assertThat(LogTail.of(log, 30)).containsExactly("one", "two", "", "four");
    }

    @Test
    void showsNothingOfAnEmptyOrMissingLog() {
        assertThat(LogTail.of(workplace.folder().resolve("log"), 3)).isEmpty();
        assertThat(LogTail.of(workplace.write("log", ""), 3)).isEmpty();
    }

    @Test
    void shortensOneEndlessLine() {
        Path log = workplace.write("log", "a".repeat(3_000_000) + "the end");

        assertThat(LogTail.of(log, 5))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .endsWith("the end")
                        .contains(" … ")
                        .hasSizeLessThan(LogTail.LONGEST_LINE + 10));
    }

    @Test
    void showsWhatIsNoTextAsWellAsItCan() throws java.io.IOException {
        Path log = workplace.folder().resolve("log");
        java.nio.file.Files.write(log, new byte[] {'o', 'k', '\n', (byte) 0xff, '\n'});
        assertThat(LogTail.of(log, 2)).containsExactly("ok", "\ufffd");
    }

    @Test
    void refusesToShowNoLines() {
        assertThatIllegalArgumentException().isThrownBy(() -> LogTail.of(Path.of("log"), 0));
    }
}
