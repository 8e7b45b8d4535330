package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingTest {
    @RegisterExtension
    final Workplace workplace = new Workplace();

    /** What a terminal does to its foreground processes on Ctrl-C and when it is closed, and what no process survives. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "HUP", "KILL"})
    void findsAProcessThatOutlivedItsController(String signal) throws IOException, InterruptedException {
        assumeSessions();
        assumeNotIgnored(signal);
        Process controller = controller("echo ready; exec sleep 600");
        long pid = readPid(controller);
        // Only now is it sure that the process has a session of its own: setsid begins it before it becomes the shell.
        awaitReady();

        new ProcessBuilder("/bin/kill", "-" + signal, "--", "-" + controller.pid())
                .inheritIO()
                .start()
                .waitFor();
        controller.waitFor();

        ManagedProcess found = ManagedProcess.find(workplace.record()).orElseThrow();
        assertThat(found.pid()).isEqualTo(pid);
        assertThat(found.isAlive()).isTrue();
        assertThat(found.exit()).isEmpty();
        Stopped stopped = found.stop(Workplace.LONG);
        assertThat(stopped.asked()).extracting(Stopped.Member::pid).containsExactly(pid);
        assertThat(stopped.inPeace()).isTrue();
        assertThat(found.isAlive()).isFalse();
        assertThat(found.exit().orElseThrow().code())
                .as("known to its parent alone")
                .isEmpty();
        assertThat(found.exit().orElseThrow().describe()).isEqualTo("unknown code");
        assertThat(ManagedProcess.find(workplace.record())).isEmpty();
    }

    @Test
    void findsTheChildrenOfAProcessThatIsGone() throws InterruptedException {
        assumeSessions();
        ManagedProcess process = workplace.start(workplace.script("sleep 600 &", "exit 1"));
        assertThat(process.awaitExit(Workplace.LONG)).isPresent();

        ManagedProcess found = ManagedProcess.find(workplace.record()).orElseThrow();

        assertThat(found.isAlive()).isFalse();
        assertThat(found.stop(Workplace.LONG).asked()).hasSize(1);
    }

    @Test
    void findsADaemonOfAProcessThatIsGone() throws InterruptedException {
        assumeSessions();
        ManagedProcess process = workplace.start(workplace.script("(setsid sh -c 'echo $$; exec sleep 600' &)"));
        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
        Workplace.await("the pid", () -> !process.outputTail(1).isEmpty());
        long daemon = Long.parseLong(process.outputTail(1).get(0));

        ManagedProcess found = ManagedProcess.find(workplace.record()).orElseThrow();

        assertThat(found.isAlive()).isFalse();
        assertThat(found.stop(Workplace.LONG).asked())
                .extracting(Stopped.Member::pid)
                .containsExactly(daemon);
    }

    @Test
    void takesAZombieForDead() throws IOException {
        assumeSessions();
        // The middle process never asks how its child ended, so that the child stays a zombie while the middle one
        // runs.
        ManagedProcess parent = workplace.start(workplace.script("sleep 600 & echo $!", "exec sleep 601"));
        Workplace.await("the pid", () -> !parent.outputTail(1).isEmpty());
        long pid = Long.parseLong(parent.outputTail(1).get(0));
        ProcessTable table = ProcessTable.ofThisMachine();
        ProcessEntry child = table.find(pid).orElseThrow();
        Path record = workplace.folder().resolve("child");
        recordOf(parent)
                .startedAs(identityOf(child, child.birth()), parent.startedAt())
                .write(record);
        ManagedProcess found = ManagedProcess.find(record).orElseThrow();
        assertThat(found.isAlive()).isTrue();

        found.stop(Workplace.LONG);

        assertThat(table.find(pid))
                .as("it is a zombie")
                .hasValueSatisfying(zombie -> assertThat(zombie.running()).isFalse());
        assertThat(ProcessHandle.of(pid).orElseThrow().isAlive())
                .as("to Java it lives")
                .isTrue();
        assertThat(found.isAlive()).isFalse();
        assertThat(found.exit()).isPresent();
        assertThat(ManagedProcess.find(record)).isEmpty();
        parent.stop(Workplace.LONG);
    }

    @Test
    void neverTakesALaterProcessOfTheSameNumberForIt() throws IOException {
        ManagedProcess stranger = workplace.start(workplace.launch("/bin/sleep", "600"));
        ProcessEntry entry = ProcessTable.ofThisMachine().find(stranger.pid()).orElseThrow();
        recordOf(stranger)
                .startedAs(identityOf(entry, entry.birth() - 1), stranger.startedAt())
                .write(workplace.record());

        assertThat(ManagedProcess.find(workplace.record())).isEmpty();

        assertThat(stranger.isAlive()).isTrue();
        stranger.stop(Workplace.LONG);
    }

    @Test
    void neverStopsTheSessionOfALaterProcessOfTheSameNumber() {
        ManagedProcess stranger = workplace.start(workplace.script("sleep 600 & echo ready; wait"));
        workplace.awaitLine(stranger, "ready");
        ProcessTable table = ProcessTable.ofThisMachine();
        ProcessEntry entry = table.find(stranger.pid()).orElseThrow();
        Identity earlier = identityOf(entry, entry.birth() - 1);
        ManagedProcess gone = new ManagedProcess(table, earlier, new Adopted(table, earlier), recordOf(stranger));

        assertThat(gone.stop(Duration.ZERO).asked()).isEmpty();

        assertThat(stranger.isAlive()).isTrue();
        stranger.stop(Workplace.LONG);
    }

    @Test
    void findsNothingOfAnEarlierBoot() throws IOException {
        ManagedProcess process = workplace.start(workplace.launch("/bin/sleep", "600"));
        String content = Files.readString(workplace.record());
        workplace.write("process", content.replaceFirst("era: .*", "era: 0d1f"));

        assertThat(ManagedProcess.find(workplace.record())).isEmpty();
        process.stop(Workplace.LONG);
    }

    @Test
    void findsAProcessWhoseControllerDiedBeforeItCouldNoteThePid() throws IOException {
        assumeSessions();
        Launch launch = workplace.script("echo ready", "sleep 600 &", "wait");
        ManagedProcess process = workplace.start(launch);
        workplace.awaitLine(process, "ready");
        ProcessRecord.intended(launch, true).write(workplace.record());

        ManagedProcess found = ManagedProcess.find(workplace.record()).orElseThrow();

        assertThat(found.pid()).isEqualTo(process.pid());
        assertThat(found.stop(Workplace.LONG).asked()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void findsNothingWhenTheControllerDiedBeforeItStartedTheProcess() throws IOException {
        ProcessRecord.intended(workplace.script("sleep 600"), true).write(workplace.record());

        assertThat(ManagedProcess.find(workplace.record())).isEmpty();
    }

    @Test
    void findsNothingWithoutAFileOrWithAnEmptyOne() {
        assertThat(ManagedProcess.find(workplace.record())).isEmpty();
        workplace.write("process", "");
        assertThat(ManagedProcess.find(workplace.record())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "pid: 12\nera: x\nown-session: true\nstarted: yesterday\noutput: o\n", "pid: x\n"})
    void refusesAFileThatItDidNotWrite(String content) {
        workplace.write("process", content);

        assertThatThrownBy(() -> ManagedProcess.find(workplace.record()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(workplace.record().toString())
                .hasMessageContaining("delete the file");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Launch launch = workplace.launch("/bin/true", "two\nlines", "back\\slash\\n", "", "a: b");
        ProcessRecord record = ProcessRecord.intended(launch, true);
        record.write(workplace.record());
        assertThat(ProcessRecord.read(workplace.record())).contains(record);

        ProcessRecord known =
                record.startedAs(new Identity(4711, "boot", OptionalLong.empty(), true), record.started());
        known.write(workplace.record());
        assertThat(ProcessRecord.read(workplace.record())).contains(known);
    }

    private static ProcessRecord recordOf(ManagedProcess process) {
        return new ProcessRecord(
                Optional.empty(), true, process.startedAt(), process.output(), List.of("sleep"), Optional.empty());
    }

    private static Identity identityOf(ProcessEntry process, long birth) {
        return new Identity(process.pid(), ProcessTable.ofThisMachine().era(), OptionalLong.of(birth), true);
    }

    private Process controller(String script) throws IOException {
        return new ProcessBuilder(
                        Starter.setsidOfThisMachine().orElseThrow().toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Controller.class.getName(),
                        workplace.folder().toString(),
                        workplace.mark(),
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void awaitReady() {
        Workplace.await(
                "the line ready",
                () -> LogTail.of(workplace.folder().resolve("output.log"), 1).contains("ready"));
    }

    private static long readPid(Process controller) throws IOException {
        try (BufferedReader output = controller.inputReader()) {
            return Long.parseLong(String.valueOf(output.readLine()));
        }
    }

    /** What was begun in the background of a script, or by nohup, ignores these signals, and so do all its children. */
    private static void assumeNotIgnored(String signal) throws IOException {
        long ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElseThrow();
        int number = List.of("HUP", "INT").indexOf(signal) + 1;
        Assumptions.assumeTrue(
                number == 0 || (ignored >> (number - 1) & 1) == 0,
                "SIG" + signal + " is ignored by what started these tests, so that it ends no controller here");
    }

    private static void assumeSessions() {
        Assumptions.assumeTrue(Starter.setsidOfThisMachine().isPresent(), "there is no setsid on this machine");
    }
}
