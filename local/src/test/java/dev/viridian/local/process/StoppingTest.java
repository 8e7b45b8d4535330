package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoppingTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @RegisterExtension
    final Workplace workplace = new Workplace();

    static Stream<Optional<Path>> withAndWithoutSetsid() {
        return Stream.of(Starter.setsidOfThisMachine(), Optional.<Path>empty()).distinct();
    }

    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void returnsLongBeforeTheGraceWhenTheProcessEndsWell(Optional<Path> setsid) {
        ManagedProcess process = workplace.start(
                workplace.script("trap 'echo bye; exit 0' TERM", "sleep 600 &", "echo ready", "wait"), setsid);
        workplace.awaitLine(process, "ready");

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(stopped.inPeace()).as(stopped.describe()).isTrue();
        assertThat(stopped.asked()).extracting(Stopped.Member::pid).contains(process.pid());
        assertThat(stopped.took()).isLessThan(Workplace.LONG);
        assertThat(process.outputTail(1)).containsExactly("bye");
        assertThat(process.exit().orElseThrow().code()).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void killsWhatIgnoresTermAfterTheGraceAndSaysSo(Optional<Path> setsid) {
        ManagedProcess process =
                workplace.start(workplace.script("trap '' TERM", "echo ready", "exec sleep 600"), setsid);
        workplace.awaitLine(process, "ready");

        Stopped stopped = process.stop(SHORT);

        assertThat(stopped.killed()).containsExactly(new Stopped.Member(process.pid(), "sleep"));
        assertThat(stopped.left()).isEmpty();
        assertThat(stopped.took()).isGreaterThanOrEqualTo(SHORT);
        assertThat(stopped.describe()).contains("killed sleep (" + process.pid() + ")");
        assertThat(process.exit().orElseThrow().signal()).hasValue(9);
    }

    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void stopsChildrenAndGrandchildren(Optional<Path> setsid) {
        ManagedProcess process = workplace.start(
                workplace.script("sleep 602 &", "sh -c 'sleep 600 & sleep 601 & echo ready; wait' &", "wait"), setsid);
        workplace.awaitLine(process, "ready");

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(stopped.asked()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(stopped.inPeace()).as(stopped.describe()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("withAndWithoutSetsid")
    void killsAChildThatOutlivesItsWellBehavedParent(Optional<Path> setsid) {
        ManagedProcess process = workplace.start(
                workplace.script("trap 'exit 0' TERM", "(trap '' TERM; echo deaf; exec sleep 600) &", "wait"), setsid);
        workplace.awaitLine(process, "deaf");

        Stopped stopped = process.stop(SHORT);

        assertThat(stopped.killed()).extracting(Stopped.Member::name).contains("sleep");
        assertThat(process.exit()).isPresent();
    }

    @Test
    void findsChildrenWhoseParentIsGone() throws InterruptedException {
        assumeSessions();
        ManagedProcess process =
                workplace.start(workplace.script("sleep 600 &", "sh -c 'sleep 601 & exit' &", "exit 3"));
        assertThat(process.awaitExit(Workplace.LONG).orElseThrow().code()).hasValue(3);

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(stopped.asked()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(stopped.left()).isEmpty();
    }

    @Test
    void findsAChildThatLeftTheSession() {
        assumeSessions();
        ManagedProcess process = workplace.start(workplace.script("setsid sh -c 'echo $$; exec sleep 600' &", "wait"));
        Workplace.await("the pid", () -> !process.outputTail(1).isEmpty());
        long away = Long.parseLong(process.outputTail(1).get(0));

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(stopped.asked()).extracting(Stopped.Member::pid).contains(away);
    }

    @Test
    void findsDaemonsThatLeftTheSessionAndTheirParents() {
        assumeSessions();
        ManagedProcess process = workplace.start(workplace.script(
                "(setsid sh -c 'sleep 600 & echo $!' &)",
                "(setsid sh -c 'trap \"\" TERM; echo $$; exec sleep 601' &)",
                "wait"));
        Workplace.await("the pids", () -> process.outputTail(2).size() == 2);
        List<Long> daemons = process.outputTail(2).stream().map(Long::valueOf).toList();

        Stopped stopped = process.stop(SHORT);

        assertThat(stopped.left()).isEmpty();
        assertThat(stopped.asked()).extracting(Stopped.Member::pid).containsAll(daemons);
    }

    @Test
    void doesNotTakeTheProcessOfAnotherForItsOwnForTheSameProgramAndFolder() throws IOException {
        ManagedProcess another = ManagedProcess.start(
                workplace.launch("/bin/sleep", "602"), workplace.folder().resolve("another"));
        ManagedProcess process = workplace.start(workplace.launch("/bin/sleep", "602"));

        assertThat(process.stop(Workplace.LONG).asked())
                .extracting(Stopped.Member::pid)
                .containsExactly(process.pid());

        assertThat(another.isAlive()).isTrue();
        another.stop(Workplace.LONG);
    }

    @Test
    void stopsWhatIsForkedWhileItIsBeingStopped() {
        assumeSessions();
        ManagedProcess process = workplace.start(
                workplace.script("trap 'sleep 600 & sleep 601 & exit 0' TERM", "sleep 600 &", "echo ready", "wait"));
        workplace.awaitLine(process, "ready");

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(stopped.inPeace()).as(stopped.describe()).isTrue();
        assertThat(stopped.asked()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void outrunsAProcessThatForksAndIgnoresTerm() {
        assumeSessions();
        ManagedProcess process = workplace.start(workplace.script(
                "trap '' TERM",
                "spawn() { while :; do sleep 600 & sleep 0.01; done; }",
                "spawn & spawn & echo ready; wait"));
        workplace.awaitLine(process, "ready");

        Stopped stopped = process.stop(SHORT);

        assertThat(stopped.left()).isEmpty();
        assertThat(stopped.killed()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void killsAProcessThatWasSuspended() {
        assumeSessions();
        ManagedProcess process = workplace.start(workplace.script("kill -STOP $$", "exec sleep 600"));
        Workplace.await("its suspension", () -> isSuspended(process));

        Stopped stopped = process.stop(SHORT);

        assertThat(stopped.killed()).extracting(Stopped.Member::pid).containsExactly(process.pid());
    }

    @Test
    void doesNothingWhenAllIsGone() {
        ManagedProcess process = workplace.start(workplace.launch("/bin/sleep", "600"));
        process.stop(Workplace.LONG);

        Stopped again = process.stop(Workplace.LONG);

        assertThat(again.asked()).isEmpty();
        assertThat(again.inPeace()).isTrue();
        assertThat(again.describe()).isEqualTo("nothing was running");
    }

    @Test
    void saysWhatIsStillRunning() {
        Stopped.Member shell = new Stopped.Member(1, "sh");
        Stopped.Member stuck = new Stopped.Member(2, "nfs");
        Stopped stopped = new Stopped(List.of(shell, stuck), List.of(shell), List.of(stuck), Duration.ofMillis(5_030));

        assertThat(stopped.inPeace()).isFalse();
        assertThat(stopped.describe()).isEqualTo("stopped 1 process in 5030 ms; killed sh (1); STILL RUNNING: nfs (2)");
    }

    @Test
    void mayBeCalledBySeveralAtOnce() throws InterruptedException, ExecutionException {
        ManagedProcess process = workplace.start(workplace.script("sleep 600 & echo ready; wait"));
        workplace.awaitLine(process, "ready");
        ManagedProcess found = ManagedProcess.find(workplace.record()).orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Stopped>> stops = new ArrayList<>();
            for (ManagedProcess each : List.of(process, found, process, found)) {
                stops.add(threads.submit(() -> each.stop(Workplace.LONG)));
            }
            for (Future<Stopped> stop : stops) {
                assertThat(stop.get().inPeace()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(process.isAlive()).isFalse();
        assertThat(found.isAlive()).isFalse();
    }

    @Test
    void leavesAloneWhatTheProcessRunsInOrderToEndWell() {
        ManagedProcess process = workplace.start(
                workplace.script("trap 'sleep 0.4 && echo tidy; exit 0' TERM", "sleep 600 &", "echo ready", "wait"));
        workplace.awaitLine(process, "ready");

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(stopped.inPeace()).as(stopped.describe()).isTrue();
        assertThat(process.outputTail(1)).containsExactly("tidy");
    }

    @Test
    void asksAgainWhenAnotherProgramIsInItsPlace() {
        ManagedProcess process = workplace.start(workplace.script(
                "trap : TERM", "(trap 'exec sleep 601' TERM; sleep 600 & echo ready; wait; wait) &", "wait; wait"));
        workplace.awaitLine(process, "ready");

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(stopped.inPeace()).as(stopped.describe()).isTrue();
    }

    @Test
    void keepsTheGraceAndTheInterruptOfAnInterruptedThread() {
        ManagedProcess process = workplace.start(
                workplace.script("trap 'sleep 0.2; echo bye; exit 0' TERM", "sleep 600 &", "echo ready", "wait"));
        workplace.awaitLine(process, "ready");
        Thread.currentThread().interrupt();

        Stopped stopped = process.stop(Workplace.LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.killed()).isEmpty();
        assertThat(process.outputTail(1)).containsExactly("bye");
    }

    @Test
    void returnsOnlyWhenItsParentKnowsOfTheEnd() throws Exception {
        Process late = new LateNews(new ProcessBuilder("/bin/sleep", "600").start());
        ProcessTable table = ProcessTable.ofThisMachine();
        Leader leader = new OwnChild(late);
        Identity identity = new Identity(
                late.pid(),
                table.era(),
                OptionalLong.of(table.find(late.pid()).orElseThrow().birth()),
                false);

        Stopped stopped =
                new Stopping(table, leader, new Family(table, identity, Optional.empty())).within(Duration.ZERO);

        assertThat(stopped.left()).isEmpty();
        assertThat(leader.exit()).isPresent();
    }

    @Test
    void worksWithWhatJavaAloneTellsAboutProcesses() throws Exception {
        ProcessTable table = new PortableProcessTable();
        ManagedProcess process = new Starter(table, Optional.empty())
                .start(workplace.script("(trap '' TERM; echo deaf; exec sleep 600) &", "wait"), workplace.record());
        workplace.awaitLine(process, "deaf");
        ManagedProcess found = new Finder(table).find(workplace.record()).orElseThrow();

        Stopped stopped = found.stop(SHORT);

        assertThat(stopped.killed()).extracting(Stopped.Member::name).containsExactly("sleep");
        assertThat(process.awaitExit(Workplace.LONG)).isPresent();
    }

    @Test
    void refusesANegativeGrace() {
        ManagedProcess process = workplace.start(workplace.launch("/bin/sleep", "600"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> process.stop(Duration.ofMillis(-1)))
                .withMessageContaining("Expected no time or more");
        process.stop(Workplace.LONG);
    }

    private static boolean isSuspended(ManagedProcess process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .contains(") T ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assumeSessions() {
        Assumptions.assumeTrue(Starter.setsidOfThisMachine().isPresent(), "there is no setsid on this machine");
    }
}
