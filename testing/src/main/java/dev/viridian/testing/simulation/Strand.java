package dev.viridian.testing.simulation;

import java.util.concurrent.Semaphore;

/** One line of execution of a world. However many there are, one of them runs and the others wait for it to pass the baton. */
final class Strand {
    private final Semaphore baton = new Semaphore(0);
    private Thread thread = Thread.currentThread();
    private Limit limit = Limit.NONE;
    private Group<?> waitsFor = Group.NONE;
    private long wakeAt;
    private int callsOfTask;

    /** From now on the thread that calls this is the one that it runs on. */
    void bindToThisThread() {
        thread = Thread.currentThread();
    }

    boolean isOfThisThread() {
        return thread == Thread.currentThread();
    }

    Thread thread() {
        return thread;
    }

    Limit limit() {
        return limit;
    }

    void limit(Limit other) {
        limit = other;
    }

    void beginTask() {
        callsOfTask = 0;
    }

    /** Whether this is a further call of its task; before the first one nothing depends on who goes first. */
    boolean callsAgain() {
        return callsOfTask++ > 0;
    }

    long wakeAt() {
        return waitsFor == Group.NONE ? wakeAt : Long.MAX_VALUE;
    }

    void sleepUntil(long time) {
        waitsFor = Group.NONE;
        wakeAt = time;
    }

    void waitFor(Group<?> group) {
        waitsFor = group;
    }

    boolean mayRun(long now) {
        return waitsFor == Group.NONE ? wakeAt <= now : waitsFor.isDone();
    }

    void passBaton() {
        baton.release();
    }

    void awaitBaton() {
        baton.acquireUninterruptibly();
    }
}
