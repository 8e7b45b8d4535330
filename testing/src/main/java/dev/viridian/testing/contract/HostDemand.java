package dev.viridian.testing.contract;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the contract of hosts demands in one rule.
 *
 * @param demanded the demand, as a sentence without its full stop
 */
record HostDemand(String demanded) {
    /** Something that is done in a rule. */
    @FunctionalInterface
    interface Action {
        void run();
    }

    private AssertionError broken(String found) {
        return new AssertionError("The contract of a host demands: " + demanded + ".\nFound: " + found + ".");
    }

    void holds(boolean held, String otherwise) {
        if (!held) {
            throw broken(otherwise);
        }
    }

    <T> void same(String what, T expected, T found) {
        holds(expected.equals(found), what + " is " + found + ", expected " + expected);
    }

    /** It is refused by a {@link PlatformException}, whose failure is returned. */
    Failure refused(String doing, Action action) {
        try {
            action.run();
        } catch (PlatformException e) {
            return e.failure();
        }
        throw broken("it let itself be asked to " + doing);
    }

    /** It is answered, and neither by an exception nor by null. */
    <T> T answered(String doing, Supplier<T> call) {
        @Nullable T answer;
        try {
            answer = call.get();
        } catch (RuntimeException e) {
            AssertionError broken = broken("it threw " + e + " when it was asked to " + doing);
            broken.initCause(e);
            throw broken;
        }
        if (answer == null) {
            throw broken("it returned null when it was asked to " + doing);
        }
        return answer;
    }
}
