package dev.viridian.testing.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks now and then whether code that must not wait for real is in a long wait, and interrupts it there, so that a test which sleeps for
 * an hour, or waits for ever, is refused at once.
 */
final class Lookout {
    private static final long BETWEEN_LOOKS = 50_000_000;
    private static final int DEPTH = 200;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Set<Watch> WATCHES = ConcurrentHashMap.newKeySet();

    static {
        Thread eye = new Thread(Lookout::lookForEver, "viridian-lookout");
        eye.setDaemon(true);
        eye.start();
    }

    private Lookout() {}

    private static void lookForEver() {
        while (true) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
            WATCHES.forEach(Watch::look);
        }
    }

    /** Watches that thread until the watch ends. */
    static Watch over(Thread thread) {
        Watch watch = new Watch(thread);
        WATCHES.add(watch);
        return watch;
    }

    /** One watch over one thread. */
    static final class Watch {
        private final Thread thread;
        private long waitSeen = -1;
        private boolean ended;
        private Optional<StackTraceElement[]> found = Optional.empty();

        private Watch(Thread thread) {
            this.thread = thread;
        }

        /** Where it waited first, if it was found in a long wait. Known when the watch has ended. */
        synchronized Optional<StackTraceElement[]> found() {
            return found;
        }

        /** Takes back the interrupt, if there was one: it was meant for what was watched. */
        synchronized void end() {
            ended = true;
            WATCHES.remove(this);
            if (found.isPresent()) {
                Thread.interrupted();
            }
        }

        /** The same wait, seen twice, is a long one. Only a thread that waits is asked for its stack, which stops it for a moment. */
        private synchronized void look() {
            if (ended || !isWaiting(thread.getState())) {
                return;
            }
            ThreadInfo info = THREADS.getThreadInfo(thread.getId(), DEPTH);
            if (info == null || !isWaiting(info.getThreadState()) || mayWait(info)) {
                return;
            }
            if (info.getWaitedCount() == waitSeen) {
                found = found.or(() -> Optional.of(info.getStackTrace()));
                thread.interrupt();
            }
            waitSeen = info.getWaitedCount();
        }

        private static boolean isWaiting(Thread.State state) {
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }

        private static boolean mayWait(ThreadInfo info) {
            return Arrays.stream(info.getStackTrace()).anyMatch(Watch::mayWait);
        }

        /** Whoever waits for its turn in the world, or for a lock, does as it must. */
        private static boolean mayWait(StackTraceElement frame) {
            return (frame.getClassName().equals(Strand.class.getName())
                            && frame.getMethodName().equals("awaitBaton"))
                    || (frame.getClassName().startsWith("java.util.concurrent.locks.")
                            && frame.getMethodName().equals("lock"));
        }
    }
}
