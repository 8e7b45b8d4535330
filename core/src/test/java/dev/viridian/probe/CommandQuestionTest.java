package dev.viridian.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.CommandProbe;
import dev.viridian.spi.Probes.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The commands are of the POSIX shell")
class CommandQuestionTest {
    private final RealProbes probes = RealProbes.create();

    @Test
    void judgesByTheExitCode() {
        assertThat(ask(sh("exit 0"))).isEqualTo(Answer.well("exit 0"));
        assertThat(ask(sh("exit 3").exits(3))).isEqualTo(Answer.well("exit 3"));
        assertThat(ask(sh("echo out; echo err password=abc >&2; exit 3")))
                .isEqualTo(Answer.sick("exit 3, expected 0: out\nerr password=***"));
    }

    @Test
    void tellsTheCommandWhereTheMachineIs() {
        assertThat(ask(sh("echo $VIRIDIAN_HOST:$VIRIDIAN_PORT; exit 1")).text()).endsWith(": 10.0.0.1:8080");
    }

    @Test
    void givesTheCommandNoInput() {
        assertThat(ask(sh("cat")).well()).isTrue();
    }

    @Test
    void keepsTheEndOfALongOutput() {
        Answer answer = ask(sh("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; exit 1"));
        assertThat(answer.text()).startsWith("exit 1, expected 0: …").endsWith("line 1999");
        assertThat(answer.text().length()).isBetween(4000, 4200);
    }

    @Test
    void killsACommandThatWritesWithoutEnd() {
        assertThat(ask(sh("yes")).text()).startsWith("killed because it wrote more than 16 MiB: …y\ny");
    }

    @Test
    void killsACommandThatTakesTooLongWithItsDescendants(@TempDir Path folder) throws Exception {
        Path pids = folder.resolve("pids");
        Answer answer = probes.ask(
                sh("sleep 1000 & echo $! $$ >" + pids + "; echo started; wait"),
                HttpQuestionTest.at("10.0.0.1", 8080),
                Duration.ofSeconds(5));
        assertThat(answer).isEqualTo(Answer.sick("killed because it had not exited within 5 s: started"));
        for (String pid : Files.readString(pids).strip().split(" ", -1)) {
            assertDead(Long.parseLong(pid));
        }
    }

    @Test
    void doesNotWaitForWhatACommandLeavesRunning(@TempDir Path folder) throws Exception {
        Path pid = folder.resolve("pid");
        assertThat(ask(sh("sleep 1000 & echo $! >" + pid)).well()).isTrue();
        long left = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(left).map(ProcessHandle::destroyForcibly)).hasValue(true);
        assertDead(left);
    }

    @Test
    void tellsOfACommandThatIsNotThere() {
        assertThat(ask(new CommandProbe(List.of("no-such-command"), 0)).text())
                .startsWith("the command cannot be started: Cannot run program \"no-such-command\"")
                .endsWith("Name a program that is on this machine's PATH, or one by its whole path");
    }

    @Test
    void anInterruptKillsTheCommandAndStays() {
        Thread.currentThread().interrupt();
        Answer answer = ask(sh("sleep 1000"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isEqualTo(Answer.sick("the question was interrupted before there was an answer"));
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void killsACommandThatForksAllTheTime(@TempDir Path folder) throws Exception {
        String mark = "99." + Math.floorMod(folder.hashCode(), 1_000_000);
        for (int i = 1; i <= 3; i++) {
            Answer answer = probes.ask(
                    sh("for i in $(seq 5000); do sleep " + mark + " & done; wait"),
                    HttpQuestionTest.at("10.0.0.1", 8080),
                    Duration.ofMillis(50L * i));
            assertThat(answer.text()).startsWith("killed because it had not exited");
        }
        for (ProcessHandle left : ProcessHandle.allProcesses().toList()) {
            if (left.info()
                    .arguments()
                    .filter(line -> List.of(line).contains(mark))
                    .isPresent()) {
                assertDead(left.pid());
            }
        }
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        Set<Path> before = outputFiles();
        ask(sh("echo something; exit 1"));
        ask(new CommandProbe(List.of("no-such-command"), 0));
        // Those of other programs that run the same tests beside this one come and go.
        Set<Path> left = outputFiles();
        left.removeAll(before);
        for (int i = 0; i < 600 && left.stream().anyMatch(Files::exists); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(left).noneMatch(Files::exists);
    }

    private Answer ask(CommandProbe probe) {
        return probes.ask(probe, HttpQuestionTest.at("10.0.0.1", 8080), Duration.ofMinutes(1));
    }

    private static CommandProbe sh(String script) {
        return new CommandProbe(List.of("sh", "-c", script), 0);
    }

    /** An orphan may stay a zombie until process 1 looks after it; it has ended all the same. */
    static void assertDead(long pid) throws Exception {
        for (int i = 0; i < 300 && state(pid).filter(state -> state != 'Z').isPresent(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(state(pid).filter(state -> state != 'Z')).isEmpty();
    }

    private static Optional<Character> state(long pid) throws IOException {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return Optional.empty();
        }
        Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", String.valueOf(pid)).start();
        String state =
                new String(ps.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
        return state.isEmpty() ? Optional.empty() : Optional.of(state.charAt(0));
    }

    private static Set<Path> outputFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("viridian-command"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }
}
