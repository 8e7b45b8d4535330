package dev.viridian.state;

import dev.viridian.spi.StateStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A text that is made when somebody first reads it, and once, as long as its readers do not come at the same moment. */
final class LazyText implements StateStore.Document {
    private final Supplier<String> writing;
    private volatile @Nullable String text;

    LazyText(Supplier<String> writing) {
        this.writing = writing;
    }

    @Override
    public String text() {
        String made = text;
        if (made == null) {
            made = writing.get();
            text = made;
        }
        return made;
    }
}
