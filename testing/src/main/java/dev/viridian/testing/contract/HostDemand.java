package dev.viridian.testing.contract;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;

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

    void holds(boolean held, String otherwise) {
        if (!held) {
            throw new AssertionError("The contract of a host demands: " + demanded + ".\nFound: " + otherwise + ".");
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
        throw new AssertionError(
                "The contract of a host demands: " + demanded + ".\nFound: it let itself be asked to " + doing + ".");
    }
}
