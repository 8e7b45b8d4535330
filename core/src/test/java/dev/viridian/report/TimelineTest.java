package dev.viridian.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.event.Event;
import dev.viridian.event.SampleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void everyKindOfEventHasALineOfItsOwnWithoutSecrets() {
        Set<String> lines = new HashSet<>();
        for (Event event : SampleEvents.all()) {
            String line = Timeline.line(event);

            assertThat(line)
                    .as(event.getClass().getSimpleName())
                    .isNotBlank()
                    .doesNotContain("\n", "\r", SampleEvents.SECRET, "[", "null");
            lines.add(line);
        }
        assertThat(lines).hasSize(Event.class.getPermittedSubclasses().length);
    }

    @Test
    void eachLineBeginsWithTheTimeSinceTheFirst() {
        List<Event> events = List.of(
                new Event.StepStarted(START, "create orders-7-1", 1),
                new Event.EffectDone(START.plusMillis(1500), "create orders-7-1"),
                new Event.StepStarted(START.plus(Duration.ofHours(25)).plusSeconds(61), "create orders-7-1", 2));

        assertThat(Timeline.of(events)).isEqualTo("""
                          0:00:00.000  create orders-7-1
                          0:00:01.500    did create orders-7-1
                         25:01:01.000  create orders-7-1 (attempt 2)
                        """);
    }

    @Test
    void ofNothingIsEmpty() {
        assertThat(Timeline.of(List.of())).isEmpty();
    }

    @Test
    void isTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(Timeline.of(List.of(new Event.EffectDone(START, "route"))))
                    .startsWith("  0:00:00.000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aTakeoverSaysByWhom() {
        assertThat(Timeline.line(new Event.TakenOver(START, "bert, process 7", 3)))
                .isEqualTo(
                        "taken over by bert, process 7 with fencing token 3; whoever wrote this journal before is fenced off");
    }
}
