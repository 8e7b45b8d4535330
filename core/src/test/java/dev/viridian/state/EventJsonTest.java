package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static final Instant AT = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void whatHappenedIsAnObjectWithItsKind() {
        assertThat(EventJson.of(new Event.RoutingObserved(AT, TrafficSplit.allTo(new EnvironmentName("orders-2-1")))))
                .isEqualTo(
                        "{\"event\":\"RoutingObserved\",\"at\":\"2026-11-26T10:00:00Z\",\"routing\":{\"orders-2-1\":1}}");
    }

    @Test
    void secretsAreMaskedAndWhatIsEmptyIsLeftOut() {
        assertThat(EventJson.of(new Event.StepFailed(
                        AT, "bake", 1, "Unexpected", "password=hunter2", Optional.empty(), Evidence.none(), "f")))
                .contains("\"message\":\"password=***\"")
                .doesNotContain("hunter2", "machine");
    }
}
