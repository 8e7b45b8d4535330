package dev.viridian.probe;

import static dev.viridian.probe.CommandQuestionTest.assertDead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.CommandProbe;
import dev.viridian.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The commands are of the POSIX shell")
class CommandAtExitTest {
    @Test
    void aProgramThatIsToldToEndLeavesNoCommandBehind(@TempDir Path folder) throws Exception {
        Process program = asking(folder, "sleep 1000 & echo $! $$ > pids.new; mv pids.new pids; wait");
        Path pids = folder.resolve("pids");
        while (program.isAlive() && Files.notExists(pids)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        program.destroy();

        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        for (String pid : Files.readString(pids).strip().split(" ", -1)) {
            assertDead(Long.parseLong(pid));
        }
        assertThat(folder.resolve("answer")).as("no answer that its end made").isEmptyFile();
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    private static Process asking(Path folder, String script) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        return JavaProcess.of(Asker.class, temporary.toString(), script)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("answer").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static final class Asker {
        public static void main(String[] arguments) {
            System.setProperty("java.io.tmpdir", arguments[0]);
            CommandProbe probe = new CommandProbe(List.of("sh", "-c", arguments[1]), 0);
            System.out.println(
                    RealProbes.create().ask(probe, HttpQuestionTest.at("10.0.0.1", 8080), Duration.ofMinutes(1)));
        }
    }
}
