package dev.viridian.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeploymentResultTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final EnvironmentName BLUE = new EnvironmentName("orders-6-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-7-1");

    private static DeploymentResult result(Outcome outcome, Optional<Failure> failure, List<Event> events) {
        return new DeploymentResult(
                new DeploymentId("orders", 7),
                Optional.of(new Revision("1.4.2", "ab".repeat(32))),
                outcome,
                failure,
                TrafficSplit.allTo(BLUE),
                events);
    }

    @Test
    void oneThatSucceededIsItsOwnElse() {
        DeploymentResult result = result(Outcome.DEPLOYED, Optional.empty(), List.of());

        assertThat(result.succeeded()).isTrue();
        assertThat(result.orElseThrow()).isSameAs(result);
        assertThat(result).hasToString("orders#7 DEPLOYED: 1.4.2 (sha256 abababababab); live: orders-6-1 100 %");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEPLOYED")
    void anyOtherIsAnExceptionWhereOneIsWantedWithTheWholeStory(Outcome outcome) {
        Failure failure = new Failure.CallFailed("create orders-7-1", "throttled", true);
        DeploymentResult result =
                result(outcome, Optional.of(failure), List.of(new Event.StepStarted(START, "create orders-7-1", 1)));

        assertThat(result.succeeded()).isFalse();
        assertThatThrownBy(result::orElseThrow)
                .asInstanceOf(type(DeploymentFailedException.class))
                .satisfies(thrown -> assertThat(thrown.result()).isSameAs(result))
                .extracting(Throwable::getMessage)
                .asString()
                .contains("orders#7 " + outcome, "throttled", "0:00:00.000  create orders-7-1");
    }

    @Test
    void oneThatWasRefusedBeforeItHadARevisionSaysSo() {
        DeploymentResult refused = new DeploymentResult(
                new DeploymentId("orders", 0),
                Optional.empty(),
                Outcome.REFUSED,
                Optional.of(new Failure.ArtifactRefused("s3://b/k", "there is nothing.")),
                TrafficSplit.nowhere(),
                List.of());

        assertThat(refused.summary())
                .isEqualTo("orders#- REFUSED; live: nowhere; Artifact s3://b/k cannot be deployed: there is nothing.");
    }

    @Test
    void findsWhatHappenedByItsKind() {
        Event.CleanUpFailed left = new Event.CleanUpFailed(START, "retire orders-6-1", "throttled");
        DeploymentResult result = result(
                Outcome.QUARANTINED,
                Optional.empty(),
                List.of(
                        new Event.Quarantined(START, GREEN, START.plusSeconds(60)),
                        left,
                        new Event.EffectDone(START, "one"),
                        new Event.EffectDone(START, "two")));

        assertThat(result.quarantined()).containsExactly(GREEN);
        assertThat(result.cleanUpFailures()).containsExactly(left);
        assertThat(result.events(Event.EffectDone.class))
                .extracting(Event.EffectDone::effect)
                .containsExactly("one", "two");
        assertThat(result.events(Event.PlanMade.class)).isEmpty();
    }

    @Test
    void itsEventsCannotBeChanged() {
        List<Event> events = new ArrayList<>();
        DeploymentResult result = result(Outcome.DEPLOYED, Optional.empty(), events);
        events.add(new Event.EffectDone(START, "later"));

        assertThat(result.events()).isEmpty();
        assertThatThrownBy(() -> result.events().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
