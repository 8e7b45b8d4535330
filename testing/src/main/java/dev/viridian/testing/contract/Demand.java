package dev.viridian.testing.contract;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What the contract demands in one rule.
 *
 * @param demanded the demand, as a sentence without its full stop
 * @param remedy what an adapter must do to meet it, to be read after "must"
 */
record Demand(String demanded, String remedy) {
    /** Something that is done in a rule. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** How a rule fails: by all that its reader wants to know. */
    AssertionError broken(String found) {
        return new AssertionError("The contract of a platform demands: " + demanded + ".\nFound: " + found
                + ".\nAn adapter must " + remedy + ".");
    }

    private AssertionError broken(String found, Throwable cause) {
        AssertionError broken = broken(found);
        broken.initCause(cause);
        return broken;
    }

    void holds(boolean held, String otherwise) {
        if (!held) {
            throw broken(otherwise);
        }
    }

    <T> void same(String what, T expected, T found) {
        holds(expected.equals(found), what + " is " + found + ", expected " + expected);
    }

    void goesWell(String doing, Action action) {
        answered(doing, () -> {
            action.run();
            return true;
        });
    }

    /** It is answered, and neither by an exception nor by null, which an adapter in another language or a mock may return. */
    <T> T answered(String doing, Callable<T> call) {
        @Nullable T answer;
        try {
            answer = call.call();
        } catch (Exception e) {
            throw broken("it threw " + e + " when it was asked to " + doing, e);
        }
        if (answer == null) {
            throw broken("it returned null when it was asked to " + doing);
        }
        return answer;
    }

    /** The call is refused by a {@link PlatformException}, whose failure is returned. */
    Failure refused(String doing, Action action) {
        try {
            action.run();
        } catch (PlatformException e) {
            return e.failure();
        } catch (Exception e) {
            throw broken("it threw " + e + " when it was asked to " + doing + ", which is no PlatformException", e);
        }
        throw broken("it went on when it was asked to " + doing);
    }

    /** The call is refused in a way that says that no repetition will do. */
    void refusedForGood(String doing, Action action) {
        Failure failure = refused(doing, action);
        holds(
                !failure.worthRetrying(),
                "asked to " + doing + " it threw " + failure + ", which says that another time it may go well");
    }

    void fencedOff(String doing, Action action) {
        Failure failure = refused(doing + " with a fencing token older than one that it has seen", action);
        holds(
                failure instanceof Failure.FencedOff,
                "asked to " + doing + " with an older fencing token it threw " + failure
                        + ", expected Failure.FencedOff");
    }
}
