package dev.viridian.testing.aws;

import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** Tasks that are done one after the other, in the order in which they are given: what is done in virtual time by one thread is always the same. */
final class InTurn implements Tasks {
    private final Time time;

    InTurn(Time time) {
        this.time = time;
    }

    @Override
    public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        Exception first = null;
        for (Callable<T> task : tasks) {
            try {
                results.add(task.call());
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return results;
    }

    /** Nobody can interrupt it: that it took too long is told when it has ended. */
    @Override
    public <T> T within(Duration limit, Callable<T> task) throws Exception {
        Instant end = time.now().plus(limit);
        T result = task.call();
        if (time.now().isAfter(end)) {
            throw new TimeoutException("it took longer than " + limit);
        }
        return result;
    }
}
