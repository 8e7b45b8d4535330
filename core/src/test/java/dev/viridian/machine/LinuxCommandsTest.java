package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.Value;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LinuxCommandsTest {
    @TempDir
    private Path folder;

    private LinuxHost host;

    @BeforeEach
    void opens() {
        host = LinuxHost.home(folder.resolve("home")).open();
    }

    @Test
    void givesACommandACleanEnvironmentAndNothingOfItsOwn() {
        CommandResult result = host.commands().run(Command.of("env").environment("REGION", "eu-west-1"));

        assertThat(result.output().lines().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrder("HOME", "LANG", "PATH", "PWD", "REGION");
    }

    @Test
    void runsItInTheHomeOrWhereItSays() {
        assertThat(host.commands().run(Command.of("pwd")).output().strip()).isEqualTo(folder + "/home");
        assertThat(host.commands().run(Command.of("pwd").in("/")).output().strip())
                .isEqualTo("/");
        assertThatThrownBy(() -> host.commands().run(Command.of("pwd").in("nowhere")))
                .hasMessageContaining("there is no folder " + folder + "/home/nowhere to run it in")
                .hasMessageContaining("directory(path)");
    }

    @Test
    void endsWithItWhatItLeavesRunning() throws IOException {
        CommandResult result = host.commands().run(Command.of("sh", "-c", "sleep 600 >&- 2>&- & echo $!"));

        assertThat(isAlive(result.output())).isFalse();
    }

    @Test
    void killsAtItsLimitAlsoWhatHasLeftItsParentAndItsSession() throws IOException {
        Command command = Command.of(
                        "sh",
                        "-c",
                        "(setsid sleep 600 & echo $! > one; wait) & (sleep 600 & echo $! > two) ; sleep 600")
                .within(Duration.ofSeconds(1));

        assertThatThrownBy(() -> host.commands().run(command))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.DeadlinePassed.class));

        assertThat(isAlive(text("one"))).isFalse();
        assertThat(isAlive(text("two"))).isFalse();
    }

    /** On a machine where the program writes faster than it is read there is always more, and its limit would never be looked at. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void takesNoMoreAtOnceThanAPartOfAnEndlessOutput() throws IOException {
        OutputTail tail = new OutputTail(new InputStream() {
            @Override
            public int available() {
                return 8_192;
            }

            @Override
            public int read() {
                return 'y';
            }
        });

        tail.take();

        assertThat(tail.text()).isEqualTo("y".repeat(OutputTail.MOST));
    }

    @Test
    void killsAtItsLimitWhatNeverStopsWriting() {
        Command endless = Command.of("sh", "-c", "yes & yes & yes").within(Duration.ofSeconds(1));

        assertThatThrownBy(() -> host.tasks()
                        .within(Duration.ofSeconds(20), () -> host.commands().run(endless)))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.DeadlinePassed.class));
    }

    @Test
    void killsItWhenTheStepIsInterrupted() throws IOException {
        Command command = Command.of("sh", "-c", "echo $$ > one; exec sleep 600");

        assertThatThrownBy(() -> host.tasks()
                        .within(Duration.ofSeconds(1), () -> host.commands().run(command)))
                .isInstanceOf(TimeoutException.class);

        for (int looks = 0; looks < 1_000 && isAlive(text("one")); looks++) {
            host.time().sleep(Duration.ofMillis(10));
        }
        assertThat(isAlive(text("one"))).isFalse();
    }

    @Test
    void keepsTheEndOfAnOutputOfAnyLength() {
        CommandResult result = host.commands().run(Command.of("sh", "-c", "seq 1 300000; echo end"));

        assertThat(result.output()).hasSize(OutputTail.MOST).endsWith("300000\nend\n");
    }

    @Test
    void givesSecretsToTheCommandAndToNobodyElse() {
        host.files().write("secret", "correct horse\n".getBytes(StandardCharsets.UTF_8), FileAccess.FILE);
        Command command = Command.of("sh", "-c", "exit ${#DB}").environment("DB", Value.secret("file:secret"));

        assertThat(host.commands().run(command).exit()).isEqualTo("correct horse".length());
        assertThat(command).asString().doesNotContain("correct horse");
    }

    private String text(String file) {
        return new String(host.files().read(file), StandardCharsets.UTF_8);
    }

    private static boolean isAlive(String pid) throws IOException {
        return LinuxProcesses.find(Long.parseLong(pid.strip()))
                .filter(LinuxProcesses.Entry::lives)
                .isPresent();
    }
}
