package dev.viridian.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Candidate;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import dev.viridian.SmokeTest;
import dev.viridian.spi.Tasks;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JUnitSmokeTestTest {
    @BeforeEach
    void forget() {
        SmokeTestClasses.Recording.SEEN.clear();
    }

    @Test
    void givesTheCandidateToConstructorsLifecycleMethodsAndTests() throws Exception {
        run(candidate(1), SmokeTestClasses.Recording.class);
        assertThat(SmokeTestClasses.Recording.SEEN)
                .containsExactlyInAnyOrder(
                        "constructor orders-1-1", "before each orders-1-1", "test orders-1-1", "before all orders-1-1");
    }

    @Test
    void registersTheParameterOnceWhereItIsWrittenToo() {
        assertThatCode(() -> run(candidate(1), SmokeTestClasses.WithExtension.class))
                .doesNotThrowAnyException();
    }

    @Test
    void sumsUpWhatFailed() {
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.Failing.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("2 of 5 tests failed, 1 was skipped: ")
                .hasMessageContaining(
                        "SmokeTestClasses.Failing.takesAnOrder: expected: \"accepted\" but was: \"rejected\"")
                .hasMessageContaining("SmokeTestClasses.Failing.readsAnOrder [2] which=b: IllegalStateException: no b")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
    }

    @Test
    void countsTheTestsOfAClassThatCouldNotBePrepared() {
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.Unprepared.class, SmokeTestClasses.Recording.class))
                .hasMessage("2 of 3 tests failed: SmokeTestClasses.Unprepared: no database");
    }

    @Test
    void failsWhereOnlyTheCleaningUpFails() {
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.Untidy.class))
                .hasMessage("1 of 1 tests passed, but what surrounds them failed: SmokeTestClasses.Untidy:"
                        + " cannot clean up");
    }

    @Test
    void failsWhereNothingIsKnown() {
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.Empty.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("No test was found in Empty. Expected a method with @Test");
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.AllSkipped.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("0 of 3 tests passed, 3 were skipped: ")
                .hasMessageContaining("SmokeTestClasses.AllSkipped.assumes: TestAbortedException: Assumption failed");
    }

    @Test
    void failsBeforeAnyTestWhereOneOfItsClassesHasNone() {
        assertThatThrownBy(() -> run(
                        candidate(1),
                        SmokeTestClasses.Recording.class,
                        SmokeTestClasses.Empty.class,
                        SmokeTestClasses.Unfinished.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("No test was found in Empty, Unfinished. Expected a method with @Test");
        assertThat(SmokeTestClasses.Recording.SEEN).isEmpty();
    }

    @Test
    void saysWhyTestsThatTakeArgumentsWereNotRun() {
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.SkippedWithArguments.class))
                .hasMessage("0 of 1 tests passed, 1 was skipped:"
                        + " SmokeTestClasses.SkippedWithArguments.readsAnOrder: later");
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.UnpreparedWithArguments.class))
                .hasMessage("1 of 1 tests failed: SmokeTestClasses.UnpreparedWithArguments: no database");
    }

    @Test
    void runsItsTestsInItsOwnThreadWhereOthersRunInParallel() throws Exception {
        System.setProperty("junit.jupiter.execution.parallel.enabled", "true");
        try {
            run(candidate(1), SmokeTestClasses.OnItsThread.class);
        } finally {
            System.clearProperty("junit.jupiter.execution.parallel.enabled");
        }
        assertThat(SmokeTestClasses.OnItsThread.THREADS).hasSize(3).containsOnly(Thread.currentThread());
    }

    @Test
    void sideBySideEachRunHasItsOwnCandidate() throws Exception {
        List<Callable<Boolean>> runs = IntStream.rangeClosed(1, 8)
                .<Callable<Boolean>>mapToObj(number -> () -> {
                    run(candidate(number), SmokeTestClasses.Recording.class);
                    return true;
                })
                .toList();
        assertThat(Tasks.threads().all(runs)).hasSize(8).containsOnly(true);
        assertThat(SmokeTestClasses.Recording.SEEN)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 8)
                        .mapToObj(number -> "orders-" + number + "-1")
                        .flatMap(name -> Stream.of("before all ", "constructor ", "before each ", "test ")
                                .map(moment -> moment + name))
                        .toList());
    }

    @Test
    void beginsNoFurtherTestOnceItIsInterrupted() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("nothing was thrown"));
        Thread running = new Thread(() -> {
            try {
                run(candidate(1), SmokeTestClasses.Slow.class);
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        running.start();
        SmokeTestClasses.Slow.STARTED.await();
        running.interrupt();
        running.join();
        assertThat(thrown.get())
                .isInstanceOf(InterruptedException.class)
                .hasMessage("The tests were interrupted: 1 of 3 tests failed, 2 were skipped:"
                        + " SmokeTestClasses.Slow.waits repetition 1 of 3: InterruptedException");
        assertThat(SmokeTestClasses.Slow.BEGUN).hasValue(1);
    }

    @Test
    void beginsNoFurtherTestWhereOneThrowsItsInterruptionAsACause() {
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.WrapsItsInterruption.class))
                .isInstanceOf(InterruptedException.class)
                .hasMessageStartingWith("The tests were interrupted: 1 of 3 tests failed, 2 were skipped: ")
                .hasMessageEndingWith(
                        "IllegalStateException: no answer, caused by InterruptedException: while it waited");
        assertThat(SmokeTestClasses.WrapsItsInterruption.BEGUN).hasValue(1);
    }

    @Test
    void aTestThatIsRunWithoutADeploymentSaysWhatToDo() {
        assertThatThrownBy(() -> run(candidate(1), SmokeTestClasses.RunsAnotherByItself.class))
                .hasMessageContaining("takes a Candidate, and there is none")
                .hasMessageContaining("JUnitSmokeTest.of(WithExtension.class)");
    }

    @Test
    void saysThatTheLauncherIsMissing() throws Exception {
        try (InputStream bytes = JUnitSmokeTest.class.getResourceAsStream("JUnitSmokeTest.class")) {
            ClassLoader withoutLauncher = new WithoutLauncher(bytes.readAllBytes());
            Class<?> lonely = withoutLauncher.loadClass(JUnitSmokeTest.class.getName());
            assertThatThrownBy(() -> lonely.getMethod("of", Class.class, Class[].class)
                            .invoke(null, String.class, new Class<?>[0]))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Add org.junit.platform:junit-platform-launcher");
        }
    }

    private static void run(Candidate candidate, Class<?> first, Class<?>... more) throws Exception {
        run(candidate, JUnitSmokeTest.of(first, more));
    }

    private static void run(Candidate candidate, SmokeTest test) throws Exception {
        ((SmokeTest.Running) test.body()).code().test(candidate);
    }

    static Candidate candidate(int number) {
        Machine machine = new Machine(new MachineId("m-" + number), "127.0.0.1", 8080, Machine.State.RUNNING, "");
        return Candidate.of(new Environment(
                new EnvironmentName("orders-" + number + "-1"),
                new Revision("1.4." + number, "ab".repeat(32)),
                1,
                List.of(machine),
                Map.of()));
    }

    /** Loads one class anew, where JUnit's launcher is not to be found. */
    private static final class WithoutLauncher extends ClassLoader {
        private final byte[] bytes;

        WithoutLauncher(byte[] bytes) {
            super(JUnitSmokeTest.class.getClassLoader());
            this.bytes = bytes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.junit.platform.launcher.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.equals(JUnitSmokeTest.class.getName())) {
                return defineClass(name, bytes, 0, bytes.length);
            }
            return super.loadClass(name, resolve);
        }
    }
}
