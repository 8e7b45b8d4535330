package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.local.SmallDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RotatedLogTest {
    private static final int ENOUGH_ROTATIONS = 50;

    @RegisterExtension
    final Workplace workplace = new Workplace();

    @Test
    void leavesALogAloneThatIsNotFullOrNotThere() {
        RotatedLog log = new RotatedLog(workplace.folder().resolve("log"), 10, 2);
        assertThat(log.rotateIfFull()).isFalse();
        workplace.write("log", "123456789");
        assertThat(log.rotateIfFull()).isFalse();
        assertThat(log.file()).hasContent("123456789");
    }

    @Test
    void keepsTheNewestOfTheEarlierOnes() {
        RotatedLog log = new RotatedLog(workplace.folder().resolve("log"), 4, 2);
        for (String content : List.of("one\n", "two\n", "six\n")) {
            workplace.write("log", content);
            assertThat(log.rotateIfFull()).isTrue();
        }

        assertThat(log.file()).isEmptyFile();
        assertThat(RotatedLog.earlier(log.file(), 1)).hasContent("six\n");
        assertThat(RotatedLog.earlier(log.file(), 2)).hasContent("two\n");
        assertThat(workplace.folder().toFile().list()).containsExactlyInAnyOrder("log", "log.1", "log.2");
    }

    @Test
    void keepsFiveOfTenMebibytesUnlessToldOtherwise() {
        RotatedLog log = RotatedLog.of(Path.of("log"));
        assertThat(log.maximumBytes()).isEqualTo(10 * 1024 * 1024);
        assertThat(log.kept()).isEqualTo(5);
    }

    @Test
    void losesNothingOfALogThatIsALittleMoreThanFull() {
        RotatedLog log = new RotatedLog(workplace.write("log", "0123456789\n".repeat(10)), 60, 1);

        assertThat(log.rotateIfFull()).isTrue();

        assertThat(RotatedLog.earlier(log.file(), 1)).hasContent("0123456789\n".repeat(10));
    }

    @Test
    void copiesOnlyTheNewestPartOfAnEnormousLogAndSaysSo() throws IOException {
        Path file = workplace.write("log", "");
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            log.setLength(10L * 1024 * 1024 * 1024);
            log.seek(log.length());
            log.writeBytes("\nlast\n");
        }

        assertThat(new RotatedLog(file, 1000, 1).rotateIfFull()).isTrue();

        Path earlier = RotatedLog.earlier(file, 1);
        assertThat(Files.size(earlier)).isBetween(1000L, 1200L);
        assertThat(Files.readString(earlier)).startsWith("… 1073741").endsWith("\nlast\n");
        assertThat(file).isEmptyFile();
    }

    /** What is written at the moment of a rotation may be lost, so the last line, which must not be, is written after the last rotation. */
    @Test
    void rotatesUnderARunningProcessWithoutHolesAndInOrder() throws IOException, InterruptedException {
        Path enough = workplace.folder().resolve("enough");
        Path written = workplace.folder().resolve("written");
        Path rotated = workplace.folder().resolve("rotated");
        ManagedProcess process = workplace.start(
                workplace.script("i=0; while [ ! -e " + enough + " ]; do i=$((i+1)); echo line $i; done; echo $i > "
                        + written + ".draft; mv " + written + ".draft " + written + "; while [ ! -e " + rotated
                        + " ]; do sleep 0.01; done; echo line $((i+1))"));
        RotatedLog log = new RotatedLog(process.output(), 4000, 1000);
        int rotations = 0;
        while (process.isAlive() && !Files.exists(written)) {
            rotations += log.rotateIfFull() ? 1 : 0;
            if (rotations == ENOUGH_ROTATIONS && !Files.exists(enough)) {
                Files.createFile(enough);
            }
        }
        Files.createFile(rotated);
        Workplace.await("the end of the process", () -> !process.isAlive());

        List<Integer> numbers = numbersIn(log, rotations);

        int last = Integer.parseInt(Files.readString(written).strip()) + 1;
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(numbers.get(numbers.size() - 1)).isEqualTo(last);
    }

    @Test
    void showsTheEndOfTheEarlierLogAfterARotation() {
        Path file = workplace.write("log", "one\ntwo\nthr");
        new RotatedLog(file, 8, 1).rotateIfFull();
        assertThat(LogTail.of(file, 2)).containsExactly("two", "thr");

        workplace.write("log", "ee\nfour\n");
        assertThat(LogTail.of(file, 2)).containsExactly("three", "four");
    }

    @Test
    void leavesALogAsItIsWhenThereIsNoSpaceForACopy() throws IOException {
        try (SmallDisk disk = SmallDisk.mountedAt(workplace.folder().resolve("disk"), 256)) {
            Path file = disk.folder().resolve("log");
            Files.writeString(file, "x".repeat(50_000));
            disk.fillUpTo(8 * 1024);

            assertThatThrownBy(() -> new RotatedLog(file, 40_000, 2).rotateIfFull())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Cannot rotate " + file)
                    .hasMessageContaining("space");
            assertThat(Files.size(file)).isEqualTo(50_000);
            assertThat(disk.folder().toFile().list())
                    .filteredOn(name -> !name.startsWith("filler"))
                    .containsExactly("log");
        }
    }

    @Test
    void refusesToKeepNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RotatedLog(Path.of("log"), 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RotatedLog(Path.of("log"), 1, 0));
    }

    /** Whole lines only, since a line may be cut where one file ends. */
    private static List<Integer> numbersIn(RotatedLog log, int rotations) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int number = Math.min(rotations, log.kept()); number >= 1; number--) {
            all.append(Files.readString(RotatedLog.earlier(log.file(), number)).replaceAll("… .*\n[^\n]*\n", "…\n"));
        }
        all.append(Files.readString(log.file()));
        List<Integer> numbers = new ArrayList<>();
        for (String line : all.toString().split("\n", -1)) {
            if (line.matches("line \\d+")) {
                numbers.add(Integer.parseInt(line.substring(5)));
            }
        }
        return numbers;
    }
}
