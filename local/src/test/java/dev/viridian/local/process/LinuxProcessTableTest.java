package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessTableTest {
    private static final String AFTER_THREADS =
            " 0 98765 2703360 300 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0";

    @Test
    void readsANameWithParenthesesAndSpaces() {
        assertThat(LinuxProcessTable.parse(42, stat("a) Z (b", 'S', 1)))
                .isEqualTo(new ProcessEntry(42, "a) Z (b", true, 7, 9, 98_765));
    }

    @Test
    void takesAZombieForEnded() {
        assertThat(LinuxProcessTable.parse(42, stat("sh", 'Z', 1)).running()).isFalse();
        assertThat(LinuxProcessTable.parse(42, stat("sh", 'X', 1)).running()).isFalse();
    }

    @Test
    void takesAProcessForRunningWhoseFirstThreadAloneHasEnded() {
        assertThat(LinuxProcessTable.parse(42, stat("server", 'Z', 5)).running())
                .isTrue();
    }

    @Test
    void doesNotTakeAnUnreadableProcessForGone(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("42/stat"));
        LinuxProcessTable table = new LinuxProcessTable(proc);

        assertThat(table.find(41)).isEmpty();
        assertThatThrownBy(() -> table.find(42)).hasMessageContaining("Cannot tell whether process 42 runs");
    }

    @Test
    void saysWhenAProcessWentWhileTheTableWasRead(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("42"));
        Files.writeString(proc.resolve("42/stat"), "42 " + stat("sh", 'S', 1));
        LinuxProcessTable table = new LinuxProcessTable(proc);
        assertThat(table.all().settled()).isTrue();

        Files.createDirectories(proc.resolve("43"));
        Files.writeString(proc.resolve("43/stat"), "");

        assertThat(table.all().settled()).isFalse();
        assertThat(table.all().entries()).extracting(ProcessEntry::pid).containsExactly(42L);
    }

    private static String stat(String name, char state, int threads) {
        return "42 (" + name + ") " + state + " 7 8 9 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 " + threads + AFTER_THREADS;
    }
}
