package dev.viridian.local.haproxy;

import java.util.concurrent.Executor;

/** Code that waits, each on a thread of its own: in the pool that all share it may have the only one, of which a process's end is told, too. */
final class Beside {
    static final Executor THREADS = task -> new Thread(task, "beside-the-test").start();

    private Beside() {}
}
