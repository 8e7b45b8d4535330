package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Evidence;
import dev.viridian.HealthCheck;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

@ExtendWith(OnMoto.class)
class EventBridgeListenerTest {
    private static final Instant AT = Instant.parse("2026-11-26T10:00:00Z");
    private static final DeploymentId ORDERS = new DeploymentId("orders", 7);
    private static final Deployment DEPLOYMENT = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4.2/orders.zip")
            .healthCheck(HealthCheck.http("/health"));

    private final Bus bus = new Bus();
    private final EventBridgeListener listener =
            EventBridgeListener.bus("default").with(bus);

    /** A bus that answers as it is told to. */
    private static final class Bus implements EventBridgeClient {
        final List<List<PutEventsRequestEntry>> requests = new ArrayList<>();
        boolean isDown;
        Map<String, String> refusals = Map.of();

        /** It refuses once. */
        boolean recovers;

        @Override
        public PutEventsResponse putEvents(PutEventsRequest request) {
            requests.add(request.entries());
            if (isDown) {
                throw SdkClientException.create("Connection reset");
            }
            List<PutEventsResultEntry> results = request.entries().stream()
                    .map(entry -> PutEventsResultEntry.builder()
                            .errorCode(refusals.get(entry.detailType()))
                            .build())
                    .toList();
            refusals = recovers ? Map.of() : refusals;
            return PutEventsResponse.builder()
                    .entries(results)
                    .failedEntryCount((int) results.stream()
                            .filter(result -> result.errorCode() != null)
                            .count())
                    .build();
        }

        List<String> types() {
            return requests.stream()
                    .flatMap(List::stream)
                    .map(PutEventsRequestEntry::detailType)
                    .toList();
        }

        @Override
        public String serviceName() {
            return "events";
        }

        @Override
        public void close() {}
    }

    private static Event started(int after) {
        return new Event.StepStarted(AT.plusSeconds(after), "step " + after, 1);
    }

    private static Event done(int after) {
        return new Event.EffectDone(AT.plusSeconds(after), "effect " + after);
    }

    private static Event failed(String evidence) {
        return new Event.StepFailed(
                AT, "bake", 1, "Unexpected", "it says 503", Optional.empty(), Evidence.of("log", evidence), "f");
    }

    private static Event finished(int after) {
        return new Event.DeploymentFinished(
                AT.plusSeconds(after), Outcome.DEPLOYED, TrafficSplit.nowhere(), "is live", Optional.empty());
    }

    /** moto reads each entry; to hand it on to a queue it would need a library that is not part of it. */
    @Test
    void aBusTakesAWholeDeployment(Moto moto) {
        String name = "bus-" + UUID.randomUUID();
        List<String> failures = new ArrayList<>();
        try (EventBridgeClient client = moto.client(EventBridgeClient.builder()).build()) {
            client.createEventBus(request -> request.name(name));
            EventBridgeListener there = EventBridgeListener.bus(name).with(client);
            deploy(DEPLOYMENT, event -> {
                try {
                    there.on(ORDERS, event);
                } catch (PlatformException e) {
                    failures.add(e.getMessage());
                }
            });
        }

        assertThat(failures).isEmpty();
    }

    private static DeploymentResult deploy(Deployment deployment, EventListener listener) {
        return Deployer.silently(Simulation.of("orders").live("1.4.1", 2).open().platform())
                .listening(listener)
                .deploy(deployment);
    }

    @Test
    void aBusThatIsNotThereIsNamed(Moto moto) {
        try (EventBridgeClient client = moto.client(EventBridgeClient.builder()).build()) {
            assertThatThrownBy(() ->
                            EventBridgeListener.bus("nowhere").with(client).on(ORDERS, started(1)))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("call events:PutEvents on nowhere");
        }
    }

    @Test
    void anEntrySaysWhatHappenedToWhichDeployment() {
        listener.on(ORDERS, failed("password=hunter2, \"no\" database"));

        assertThat(bus.requests.get(0)).singleElement().satisfies(entry -> {
            assertThat(entry.source()).isEqualTo("viridian");
            assertThat(entry.eventBusName()).isEqualTo("default");
            assertThat(entry.time()).isEqualTo(AT);
            assertThat(entry.detail())
                    .startsWith("{\"application\":\"orders\",\"deployment\":\"orders#7\",\"event\":\"StepFailed\",")
                    .contains("\"message\":\"it says 503\"", "password=***")
                    .doesNotContain("hunter2");
        });
    }

    @Test
    void slightEventsWaitForTheNextStep() {
        listener.on(ORDERS, done(1));
        listener.on(ORDERS, done(2));
        assertThat(bus.requests).isEmpty();

        listener.on(ORDERS, started(3));

        assertThat(bus.requests)
                .singleElement()
                .satisfies(entries -> assertThat(entries)
                        .extracting(PutEventsRequestEntry::detailType)
                        .containsExactly("EffectDone", "EffectDone", "StepStarted"));
    }

    @Test
    void aRequestHasTenEventsAtMostAndIsNeverTooLong() {
        for (int i = 0; i < 24; i++) {
            listener.on(ORDERS, done(i));
        }
        listener.on(ORDERS, started(24));
        assertThat(bus.requests).extracting(List::size).containsExactly(10, 10, 5);

        bus.requests.clear();
        bus.isDown = true;
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> listenToLongOnes()).isInstanceOf(PlatformException.class);
        }
        bus.isDown = false;
        bus.requests.clear();
        listener.on(ORDERS, finished(100));
        assertThat(bus.requests).extracting(List::size).containsExactly(2, 2);
    }

    /** Those that failed before wait; the time of the deployment goes on. */
    private void listenToLongOnes() {
        listener.on(
                ORDERS,
                new Event.CleanUpFailed(
                        AT.plusSeconds(40L * (1 + bus.requests.size())), "retire", "x".repeat(120_000)));
    }

    @Test
    void aBusThatFailsRestsAndGetsEverythingLater() {
        bus.isDown = true;
        assertThatThrownBy(() -> listener.on(ORDERS, started(0)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("events:PutEvents on default");
        listener.on(ORDERS, started(29));
        assertThat(bus.requests).hasSize(1);

        bus.isDown = false;
        listener.on(ORDERS, started(30));

        assertThat(bus.requests.get(1)).hasSize(3);
    }

    @Test
    void theEndIsPutHoweverShortlyBeforeTheBusFailed() {
        bus.isDown = true;
        assertThatThrownBy(() -> listener.on(ORDERS, started(0))).isInstanceOf(PlatformException.class);
        bus.isDown = false;

        listener.on(ORDERS, finished(1));

        assertThat(bus.requests.get(1)).hasSize(2);
    }

    @Test
    void anEntryThatWasNotTakenIsPutAgainUnlessItIsRefusedForGood() {
        bus.refusals = Map.of("EffectDone", "ThrottlingException", "StepStarted", "MalformedDetail");
        listener.on(ORDERS, done(1));

        assertThatThrownBy(() -> listener.on(ORDERS, started(2)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("2 of 2 events were not taken")
                .hasMessageContaining("StepStarted: MalformedDetail");
        bus.refusals = Map.of();
        listener.on(ORDERS, finished(3));

        assertThat(bus.types()).containsExactly("EffectDone", "StepStarted", "EffectDone", "DeploymentFinished");
    }

    /** Nothing comes after it with which it could be put again. */
    @Test
    void theEndIsPutAgainAtOnceWhereItMayBeTakenAnotherTime() {
        bus.refusals = Map.of("DeploymentFinished", "InternalFailure");
        bus.recovers = true;

        listener.on(ORDERS, finished(1));

        assertThat(bus.types()).containsExactly("DeploymentFinished", "DeploymentFinished");
    }

    @Test
    void theEndIsPutThreeTimesAtMost() {
        bus.refusals = Map.of("DeploymentFinished", "ThrottlingException");

        assertThatThrownBy(() -> listener.on(ORDERS, finished(1)))
                .hasMessageContaining("1 of 1 events were not taken: DeploymentFinished: ThrottlingException");

        assertThat(bus.requests).hasSize(3);
    }

    @Test
    void whatIsLostIsCounted() {
        for (int i = 0; i < 1010; i++) {
            listener.on(ORDERS, done(i));
        }

        assertThatThrownBy(() -> listener.on(ORDERS, started(2000))).hasMessageContaining("11 events are lost");
        assertThat(bus.types()).hasSize(1000);
    }

    @Test
    void aBusThatFailsNeverFailsADeployment() {
        bus.isDown = true;

        DeploymentResult result = deploy(DEPLOYMENT, listener);

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(bus.requests).isNotEmpty();
    }

    @Test
    void aWholeDeploymentTakesFewCalls() {
        DeploymentResult result = deploy(DEPLOYMENT.bake(Duration.ofMinutes(30)), listener);

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(bus.types()).startsWith("DeploymentStarted").contains("DeploymentFinished", "RoutingObserved");
        assertThat(bus.requests.size()).isLessThan(bus.types().size() * 2 / 3);
    }

    @Test
    void evidenceThatIsTooLongIsLeftOut() {
        assertThat(EventDetail.of(Optional.of(ORDERS), failed("x".repeat(5000)), 1000))
                .contains("\"message\":\"it says 503\"", "history() has it")
                .doesNotContain("xxx")
                .startsWith("{\"application\":\"orders\",\"deployment\":\"orders#7\",\"event\":\"StepFailed\"");
        assertThat(EventDetail.of(
                        Optional.empty(), new Event.CleanUpFailed(AT, "retire " + "x".repeat(1000), "busy"), 1000))
                .isEqualTo("{\"event\":\"CleanUpFailed\",\"at\":\"2026-11-26T10:00:00Z\","
                        + "\"cut\":\"it is too long for EventBridge; the deployment's journal has it\"}");
    }

    @Test
    void whatIsNoBusIsRefused() {
        assertThatThrownBy(() -> EventBridgeListener.bus("my bus"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not the name of a bus");
        assertThat(EventBridgeListener.bus("arn:aws:events:eu-central-1:123456789012:event-bus/deployments"))
                .hasToString("EventBridge arn:aws:events:eu-central-1:123456789012:event-bus/deployments");
    }
}
