package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ManagedProcessTest {
    @RegisterExtension
    final Workplace workplace = new Workplace();

    @Test
    void givesTheProcessOnlyTheEnvironmentOfItsLaunch() throws InterruptedException {
        ManagedProcess process =
                workplace.start(workplace.launch("/usr/bin/env").with("PORT", "20417"));

        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
        assertThat(process.outputTail(100))
                .containsExactlyInAnyOrder("PORT=20417", Workplace.MARK + "=" + workplace.mark(), ownMark());
    }

    @Test
    void passesOnTheBasicsWhenAsked() throws InterruptedException {
        ManagedProcess process =
                workplace.start(workplace.launch("env").withBasics().with("HOME", "/elsewhere"));

        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
        Map<String, String> expected = new HashMap<>(System.getenv());
        expected.keySet().retainAll(Launch.BASICS);
        expected.put("HOME", "/elsewhere");
        expected.put(Workplace.MARK, workplace.mark());
        List<String> variables = new ArrayList<>(List.of(ownMark()));
        expected.forEach((name, value) -> variables.add(name + "=" + value));
        assertThat(process.outputTail(100)).containsExactlyInAnyOrderElementsOf(variables);
    }

    /** By which what it starts is found. */
    private String ownMark() {
        return ProcessRecord.read(workplace.record())
                .flatMap(ProcessRecord::mark)
                .orElseThrow();
    }

    @Test
    void runsInItsFolderWithNothingToReadAndBothOutputsInTheLog() throws InterruptedException {
        ManagedProcess process = workplace.start(workplace.script("pwd -P", "wc -c", "echo complaint >&2"));

        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
        assertThat(process.outputTail(100)).containsExactly(workplace.folder().toString(), "0", "complaint");
    }

    @Test
    void appendsToTheLogOfItsPredecessor() throws InterruptedException {
        Launch launch = workplace.script("echo started");
        assertThat(workplace.start(launch).awaitExit(Workplace.LONG)).isPresent();
        ManagedProcess second = workplace.start(launch);

        assertThat(second.awaitExit(Workplace.LONG)).isPresent();
        assertThat(second.outputTail(100)).containsExactly("started", "started");
    }

    @Test
    void tellsHowAProcessEndedThatEndedAtOnce() throws InterruptedException {
        Instant before = Instant.now();
        ManagedProcess process = workplace.start(workplace.script("echo cannot reach the database", "exit 7"));

        Exit exit = process.awaitExit(Workplace.LONG).orElseThrow();

        assertThat(process.isAlive()).isFalse();
        assertThat(exit.code()).hasValue(7);
        assertThat(exit.signal()).isEmpty();
        assertThat(exit.describe()).isEqualTo("code 7");
        assertThat(exit.noticedAt()).isBetween(before, Instant.now());
        assertThat(process.exit()).as("told again").contains(exit);
        assertThat(process.outputTail(1)).containsExactly("cannot reach the database");
    }

    @Test
    void tellsWhichSignalEndedAProcess() throws InterruptedException {
        ManagedProcess process = workplace.start(workplace.script("kill -9 $$"));

        Exit exit = process.awaitExit(Workplace.LONG).orElseThrow();

        assertThat(exit.signal()).hasValue(9);
        assertThat(exit.describe()).isEqualTo("code 137 (signal 9)");
    }

    @Test
    void hasNoExitWhileItRuns() throws InterruptedException {
        ManagedProcess process = workplace.start(workplace.launch("/bin/sleep", "600"));

        assertThat(process.isAlive()).isTrue();
        assertThat(process.exit()).isEmpty();
        assertThat(process.awaitExit(Duration.ZERO)).isEmpty();
        process.stop(Workplace.LONG);
        assertThat(process.isAlive()).isFalse();
        assertThat(process.exit().orElseThrow().signal()).hasValue(15);
    }

    @Test
    void leadsASessionOfItsOwnWhereThatIsPossible() {
        Assumptions.assumeTrue(Starter.setsidOfThisMachine().isPresent(), "there is no setsid on this machine");
        ManagedProcess process = workplace.start(workplace.script("echo ready", "exec sleep 600"));
        workplace.awaitLine(process, "ready");

        ProcessEntry entry = ProcessTable.ofThisMachine().find(process.pid()).orElseThrow();

        assertThat(entry.session()).isEqualTo(process.pid());
        process.stop(Workplace.LONG);
    }

    @Test
    void passesEveryArgumentAsItIs() throws InterruptedException {
        String odd = "a b\\n'\"$HOME *\tü";
        ManagedProcess process = workplace.start(workplace.launch("printf", "%s|%s|", odd, ""));

        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
        assertThat(process.outputTail(5)).containsExactly(odd + "||");
    }

    @Test
    void readsOnlyTheEndOfAnEnormousLog() throws IOException, InterruptedException {
        ManagedProcess process = workplace.start(workplace.script("echo first"));
        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
        try (RandomAccessFile log = new RandomAccessFile(process.output().toFile(), "rw")) {
            log.setLength(10L * 1024 * 1024 * 1024);
        }
        Files.writeString(process.output(), "\nbut one\nlast\n", StandardOpenOption.APPEND);

        assertThat(process.outputTail(2)).containsExactly("but one", "last");
    }
}
