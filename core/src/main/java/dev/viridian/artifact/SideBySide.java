package dev.viridian.artifact;

import dev.viridian.spi.Tasks;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Work in several tasks of which none runs any more when this is left, not even when the caller was interrupted: what they write to may
 * be removed then.
 */
final class SideBySide {
    private int running;
    private boolean closed;

    /** A part of the work. */
    interface Part {
        void run() throws IOException;
    }

    private SideBySide() {}

    /** Runs all parts; throws what one of them threw, the first of them in their order. */
    static void run(Tasks tasks, Part... parts) throws IOException {
        SideBySide work = new SideBySide();
        List<Callable<Boolean>> all = new ArrayList<>();
        for (Part part : parts) {
            all.add(() -> work.unlessClosed(part));
        }
        try {
            tasks.all(all);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (Exception e) {
            throw new AssertionError("no part throws " + e.getClass(), e);
        } finally {
            work.awaitEnd();
        }
    }

    private boolean unlessClosed(Part part) throws IOException {
        if (!begin()) {
            return false;
        }
        try {
            part.run();
            return true;
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        running += closed ? 0 : 1;
        return !closed;
    }

    private synchronized void end() {
        running--;
        notifyAll();
    }

    /** Those that were interrupted end by themselves, at their next read or write. */
    private synchronized void awaitEnd() {
        closed = true;
        boolean interrupted = false;
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
