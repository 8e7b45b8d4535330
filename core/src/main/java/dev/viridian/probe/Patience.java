package dev.viridian.probe;

import dev.viridian.spi.Probes.Answer;
import dev.viridian.spi.Tasks;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** Asks what may hang as a task of its own, and waits for it no longer than its time. */
final class Patience {
    private final Tasks tasks;

    Patience(Tasks tasks) {
        this.tasks = tasks;
    }

    /**
     * The answer, or that there was none in time.
     *
     * @param whenLate ends what may still be going on, besides the interrupt that the task gets
     */
    Answer await(Duration limit, Callable<Answer> question, Runnable whenLate) throws Exception {
        try {
            return tasks.within(limit, () -> answer(question));
        } catch (TimeoutException late) {
            whenLate.run();
            return Answer.sick("no answer within " + Durations.text(limit));
        }
    }

    /** Never throws, so that a TimeoutException of the question's own is told from being late. */
    private static Answer answer(Callable<Answer> question) {
        try {
            return question.call();
        } catch (Throwable thrown) {
            return ThrownAnswer.of(thrown);
        }
    }
}
