package dev.viridian.spi;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for tasks: virtual ones where the JDK has such as can wait anywhere, so that ten thousand deployments that wait take no thread
 * of the system each; daemon threads that end after a second without work elsewhere.
 */
final class TaskThreads {
    /** Before this one (JEP 491) a virtual thread that waits inside {@code synchronized}, as database drivers do, holds up the others. */
    private static final int FIRST_WITHOUT_PINNING = 24;

    private TaskThreads() {}

    static ExecutorService found() {
        if (Runtime.version().feature() < FIRST_WITHOUT_PINNING) {
            return ofTheSystem();
        }
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("A JDK of version " + Runtime.version() + " has virtual threads.", e);
        }
    }

    private static ExecutorService ofTheSystem() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "viridian-task");
            thread.setDaemon(true);
            return thread;
        });
    }
}
