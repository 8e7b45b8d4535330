package dev.viridian.aws;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What never changes, and so is looked up when it is first needed and not again. A look that fails is not remembered; several at the same time look each for itself, as nobody
 * may wait for a call of somebody else.
 */
final class Once<T> {
    private final Supplier<T> look;
    private volatile Optional<T> known = Optional.empty();

    Once(Supplier<T> look) {
        this.look = look;
    }

    T get() {
        Optional<T> before = known;
        T found = before.orElseGet(look);
        known = Optional.of(found);
        return found;
    }
}
