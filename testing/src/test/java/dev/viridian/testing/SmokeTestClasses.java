package dev.viridian.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.Candidate;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Smoke tests as users write them. Surefire does not take them for tests of its own: nested classes are left to their outer one. */
final class SmokeTestClasses {
    private SmokeTestClasses() {}

    static class Recording {
        static final Collection<String> SEEN = new ConcurrentLinkedQueue<>();

        Recording(Candidate candidate) {
            SEEN.add("constructor " + candidate.name());
        }

        @BeforeAll
        static void beforeAll(Candidate candidate) {
            SEEN.add("before all " + candidate.name());
        }

        @BeforeEach
        void beforeEach(Candidate candidate) {
            SEEN.add("before each " + candidate.name());
        }

        @Test
        void test(Candidate candidate) {
            SEEN.add("test " + candidate.name());
        }
    }

    @ExtendWith(CandidateParameter.class)
    static class WithExtension {
        @Test
        void test(Candidate candidate) {
            assertThat(candidate.machines()).isNotEmpty();
        }
    }

    static class Failing {
        @Test
        void takesAnOrder() {
            assertThat("rejected").isEqualTo("accepted");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void readsAnOrder(String which) {
            if (which.equals("b")) {
                throw new IllegalStateException("no b");
            }
        }

        @Test
        void passes() {}

        @Test
        @Disabled("later")
        void isSkipped() {}
    }

    static class Unprepared {
        @BeforeAll
        static void prepare() {
            fail("no database");
        }

        @Test
        void one() {}

        @Test
        void two() {}
    }

    static class Untidy {
        @AfterAll
        static void tidyUp() {
            fail("cannot clean up");
        }

        @Test
        void passes() {}
    }

    static class Empty {}

    abstract static class Unfinished {
        @Test
        void one() {}
    }

    static class AllSkipped {
        @Test
        void assumes() {
            assumeTrue(false, "nothing to do");
        }

        @Test
        @Disabled("later")
        void disabled() {}

        @Test
        @Disabled("never")
        void disabledForGood() {}
    }

    static class Slow {
        static final AtomicInteger BEGUN = new AtomicInteger();
        static final CountDownLatch STARTED = new CountDownLatch(1);

        @RepeatedTest(3)
        void waits() throws InterruptedException {
            BEGUN.incrementAndGet();
            STARTED.countDown();
            new CountDownLatch(1).await();
        }
    }

    /** What many do with an interruption: the test says why it failed, and the flag of its thread is gone. */
    static class WrapsItsInterruption {
        static final AtomicInteger BEGUN = new AtomicInteger();

        @RepeatedTest(3)
        void waits() {
            BEGUN.incrementAndGet();
            throw new IllegalStateException("no answer", new InterruptedException("while it waited"));
        }
    }

    static class SkippedWithArguments {
        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @Disabled("later")
        void readsAnOrder(String which) {}
    }

    static class UnpreparedWithArguments {
        @BeforeAll
        static void prepare() {
            fail("no database");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void readsAnOrder(String which) {}
    }

    static class OnItsThread {
        static final Collection<Thread> THREADS = new ConcurrentLinkedQueue<>();

        @RepeatedTest(3)
        @Execution(ExecutionMode.CONCURRENT)
        void test() {
            THREADS.add(Thread.currentThread());
        }
    }

    /** What happens when an IDE starts a smoke test. */
    static class RunsAnotherByItself {
        @Test
        void runs() throws Throwable {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(WithExtension.class))
                                    .build(),
                            listener);
            throw listener.getSummary().getFailures().get(0).getException();
        }
    }
}
