package dev.viridian.testing.contract;

import dev.viridian.spi.Begun;
import dev.viridian.spi.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** Tasks some of which are done in another way; as it is, it alters nothing. */
class AlteredTasks implements Tasks {
    final Tasks real;

    AlteredTasks(Tasks real) {
        this.real = real;
    }

    @Override
    public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        return real.all(tasks);
    }

    @Override
    public <T> T within(Duration limit, Callable<T> task) throws Exception {
        return real.within(limit, task);
    }

    @Override
    public <T> Begun<T> begin(Callable<T> task) {
        return real.begin(task);
    }
}
