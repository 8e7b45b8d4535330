package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.StateStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceTest {
    private final Place place = new Place(new MemoryStateStore(), "order");

    @Test
    void takesADocumentWhereNothingWas() {
        assertThat(place.put(Optional.empty(), () -> "one")).isTrue();

        assertThat(text()).isEqualTo("one");
    }

    @Test
    void takesADocumentInTheStateInWhichItWasRead() {
        place.put(Optional.empty(), () -> "one");

        assertThat(place.put(place.read(), () -> "two")).isTrue();

        assertThat(text()).isEqualTo("two");
    }

    @Test
    void keepsWhatSomebodyElseHasPutThereMeanwhile() {
        place.put(Optional.empty(), () -> "one");
        Optional<StateStore.Stored> read = place.read();
        place.put(read, () -> "theirs");

        assertThat(place.put(read, () -> "mine")).isFalse();
        assertThat(place.put(Optional.empty(), () -> "mine")).isFalse();

        assertThat(text()).isEqualTo("theirs");
    }

    private String text() {
        return place.read().orElseThrow().document().text();
    }
}
