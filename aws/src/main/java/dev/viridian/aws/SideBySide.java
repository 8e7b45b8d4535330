package dev.viridian.aws;

import dev.viridian.spi.Begun;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import java.util.function.Supplier;

/** Questions to AWS of which none needs the other's answer. */
final class SideBySide {
    private final Tasks tasks;

    SideBySide(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Asks it while whoever calls this goes on. */
    <T> Asked<T> ask(Supplier<T> question) {
        return new Asked<>(tasks.begin(question::get));
    }

    /** A question that was asked. */
    static final class Asked<T> implements AutoCloseable {
        private final Begun<T> begun;
        private boolean isAnswered;

        private Asked(Begun<T> begun) {
            this.begun = begun;
        }

        T answer() {
            isAnswered = true;
            try {
                return begun.result();
            } catch (RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                isAnswered = false;
                Thread.currentThread().interrupt();
                throw PlatformException.passing("wait for an answer of AWS", e);
            } catch (Exception e) {
                throw new AssertionError("no question throws " + e.getClass(), e);
            }
        }

        /** The answer is not wanted any more, where nobody has waited for it: what ended it was thrown to whoever has, and is not thrown a second time. */
        @Override
        public void close() {
            if (!isAnswered) {
                begun.leave();
            }
        }
    }
}
