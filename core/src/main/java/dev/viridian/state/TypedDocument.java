package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A text that stands for an immutable value. A store in this process hands it back as it was given: it was never a text, and need not
 * be read from one.
 */
final class TypedDocument implements StateStore.Document {
    private final Object value;
    private final LazyText text;

    TypedDocument(Object value, Supplier<String> writing) {
        this.value = value;
        this.text = new LazyText(writing);
    }

    /** The value that a document stands for, read from its text where it has none. */
    static <T> T value(StateStore.Document document, Class<T> kind, Function<String, T> reading) {
        return document instanceof TypedDocument typed && kind.isInstance(typed.value)
                ? kind.cast(typed.value)
                : reading.apply(document.text());
    }

    @Override
    public String text() {
        return text.text();
    }
}
