package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.StateStore.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {
    private static final Change CREATION = new Change(
            "journal/000001/000000", Optional.empty(), Optional.of(new Version("a")), "Grün\n\nchange 2 of it\n");

    private static final Change REPLACEMENT =
            new Change("lease", Optional.of(new Version("")), Optional.of(new Version("b c")), "");

    private static final Change REMOVAL = Change.removal("outbox/1", new Version("d"));

    @TempDir
    private Path folder;

    private Path file;
    private ChangeLog log;
    private ChangeLog other;

    @BeforeEach
    void noLogIsThere() {
        file = folder.resolve("changes");
        log = new ChangeLog(file, "boot");
        other = new ChangeLog(file, "boot");
    }

    @Test
    void anotherProcessReadsWhatWasWritten() throws IOException {
        assertThat(forced(log, CREATION, REPLACEMENT, REMOVAL)).isTrue();

        assertThat(foundMore(other)).isTrue();
        assertThat(other.changes()).containsExactly(CREATION, REPLACEMENT, REMOVAL);
    }

    @Test
    void whatOneHasWrittenOrReadIsNotReadAgain() throws IOException {
        assertThat(foundMore(log)).isFalse();
        forced(log, CREATION);
        assertThat(foundMore(log)).isFalse();
        forced(log, REPLACEMENT);
        assertThat(foundMore(log)).isFalse();

        assertThat(foundMore(other)).isTrue();
        assertThat(foundMore(other)).isFalse();
    }

    @Test
    void whatOthersHaveWrittenSinceIsSeenAndContinued() throws IOException {
        forced(log, CREATION);
        forced(other, REPLACEMENT);

        assertThat(foundMore(log)).isTrue();
        forced(log, REMOVAL);

        assertThat(foundMore(other)).isTrue();
        assertThat(other.changes()).containsExactly(CREATION, REPLACEMENT, REMOVAL);
    }

    @Test
    void whatAnotherProcessBeganAnewIsNotTakenForTheSame() throws IOException {
        forced(log, CREATION, REPLACEMENT);
        clear(other);
        forced(other, CREATION, REPLACEMENT);
        Optional<String> former = log.name();

        assertThat(foundMore(log)).isTrue();

        assertThat(log.changes()).containsExactly(CREATION, REPLACEMENT);
        assertThat(log.name()).isNotEqualTo(former).isEqualTo(other.name());
    }

    @Test
    void whatAnotherProcessEmptiedIsEmpty() throws IOException {
        forced(log, CREATION);
        clear(other);

        assertThat(foundMore(log)).isTrue();
        assertThat(log.changes()).isEmpty();
        assertThat(Files.readString(file)).isBlank();
    }

    @Test
    void aChangeOfWhichAPowerCutLeftAPartIsNone() throws IOException {
        forced(log, CREATION, REPLACEMENT);
        byte[] whole = Files.readAllBytes(file);
        int end = Files.readString(file).stripTrailing().getBytes(StandardCharsets.UTF_8).length;
        int begin = indexOf(whole, "change 2 of " + log.name().orElseThrow());

        for (int torn = begin; torn < end; torn++) {
            byte[] written = whole.clone();
            Arrays.fill(written, torn, end, (byte) '\n');
            Files.write(file, written);

            ChangeLog next = new ChangeLog(file, "boot");
            foundMore(next);

            assertThat(next.changes()).as("torn at %d", torn).containsExactly(CREATION);
        }
    }

    @Test
    void whatFollowsATornChangeOfTheSamePlaceIsNotTakenForAChange() throws IOException {
        forced(log, CREATION, REMOVAL, REPLACEMENT);
        damage("change 2 of " + log.name().orElseThrow());

        forced(other, REMOVAL);

        assertThat(other.changes()).containsExactly(CREATION, REMOVAL);
        ChangeLog next = new ChangeLog(file, "boot");
        foundMore(next);
        assertThat(next.changes()).containsExactly(CREATION, REMOVAL);
    }

    @Test
    void whatIsWithdrawnIsGone() throws IOException {
        forced(log, CREATION, REPLACEMENT);
        withdraw(log);

        assertThat(foundMore(other)).isTrue();
        assertThat(other.changes()).containsExactly(CREATION);
        forced(log, REMOVAL);
        assertThat(foundMore(other)).isTrue();
        assertThat(other.changes()).containsExactly(CREATION, REMOVAL);
    }

    @Test
    void itsFileKeepsItsSizeAndTakesNoMoreThanItHolds() throws IOException {
        List<Change> written = new ArrayList<>();
        Change large = new Change("key", Optional.empty(), Optional.of(new Version("a")), "x".repeat(10_000));
        while (forced(log, large)) {
            written.add(large);
            assertThat(file).hasSize(ChangeLog.BYTES);
        }

        assertThat(written).hasSize(6);
        assertThat(log.isNearlyFull()).isTrue();
        foundMore(other);
        assertThat(other.changes()).isEqualTo(written);
        assertThat(forced(other, REMOVAL)).as("what is small has room still").isTrue();
    }

    @Test
    void ofAnotherBootIsWhatWasWrittenInAnother() throws IOException {
        forced(log, CREATION);
        ChangeLog next = new ChangeLog(file, "next");
        foundMore(next);

        assertThat(next.isOfAnotherBoot()).isTrue();
        assertThat(log.isOfAnotherBoot()).isFalse();
    }

    @Test
    void aPersonCanReadIt() throws IOException {
        forced(log, CREATION);

        assertThat(Files.readString(file).strip().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("change 1 of ")
                                .contains(" on boot boot, key journal/000001/000000,"),
                        line -> assertThat(line).isEqualTo("from"),
                        line -> assertThat(line).isEqualTo("to a"),
                        line -> assertThat(line).isEqualTo("Grün"),
                        line -> assertThat(line).isEmpty(),
                        line -> assertThat(line).isEqualTo("change 2 of it"));
    }

    private static boolean forced(ChangeLog log, Change... changes) throws IOException {
        try (log) {
            log.open();
            boolean all = true;
            for (Change change : changes) {
                all &= log.force(change);
            }
            return all;
        }
    }

    private static boolean foundMore(ChangeLog log) throws IOException {
        try (log) {
            return log.open();
        }
    }

    private static void withdraw(ChangeLog log) throws IOException {
        try (log) {
            log.open();
            log.withdraw(new IOException("its file cannot be written"));
        }
    }

    private static void clear(ChangeLog log) throws IOException {
        try (log) {
            log.open();
            log.clear();
        }
    }

    private void damage(String beginning) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[indexOf(bytes, beginning)] = 'X';
        Files.write(file, bytes);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
