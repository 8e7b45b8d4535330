package dev.viridian.aws;

import dev.viridian.DeploymentId;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Puts what happens to deployments on a bus of EventBridge, as it happens.
 *
 * <pre>{@code
 * Deployer.on(production).listening(EventBridgeListener.bus("default")).deploy(orders);
 * }</pre>
 *
 * <p>The source is {@code viridian}, the detail type the name of the {@link Event}, such as {@code StepFailed}; the detail is the event as JSON, secrets masked, with
 * {@code application} and {@code deployment} first. A rule for all failures of an application: {@code {"source": ["viridian"], "detail-type": ["StepFailed"],
 * "detail": {"application": ["orders"]}}}.
 *
 * <p>Events are kept until the next step begins or something of weight happens, and are put up to ten at a time. A deployment waits for that, but never long: a call may take
 * five seconds, and after one that failed the bus is left alone for half a minute of the deployment's time. What it did not take is kept, up to 1,000 events, and put
 * with the next ones, at the end of a deployment at once, three times at most; what it refuses for good is told to the log and dropped. A bus that fails never fails a deployment. An event may come twice, and after a failure
 * in another order; its {@code at} says when it was.
 *
 * <p>What must be allowed: {@code events:PutEvents} on the bus. Needs the library {@code software.amazon.awssdk:eventbridge}. Safe for use by several threads.
 */
public final class EventBridgeListener implements EventListener {
    private static final String SOURCE = "viridian";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofSeconds(30);
    private static final int MOST_KEPT = 1000;

    /** After it nothing comes with which what failed could be put again. */
    private static final int TRIES_OF_THE_LAST = 3;

    /** Of one request, <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">by its documentation</a>. */
    private static final int MOST_ENTRIES = 10;

    private static final int MOST_BYTES = 256 * 1024;

    /** What only shows progress, and can wait for the next event that does not. */
    private static final Set<Class<? extends Event>> SLIGHT = Set.of(
            Event.HealthObserved.class,
            Event.EnvironmentProven.class,
            Event.EffectIntended.class,
            Event.EffectDone.class,
            Event.StepSucceeded.class,
            Event.PlanMade.class);

    /** With these the same entry may be taken another time. */
    private static final Set<String> PASSING = Set.of("ThrottlingException", "InternalFailure", "InternalException");

    private static final Pattern BUS = Pattern.compile(
            "[\\w./-]{1,256}|arn:aws[a-z-]*:events:(?<region>[a-z0-9-]+):\\d{12}:event-bus/[\\w./-]{1,256}");

    private final String bus;
    private final Supplier<EventBridgeClient> client;
    private final Deque<PutEventsRequestEntry> kept = new ArrayDeque<>();
    private Instant restsUntil = Instant.MIN;
    private int lost;

    private EventBridgeListener(String bus, Supplier<EventBridgeClient> client) {
        this.bus = bus;
        this.client = client;
    }

    /**
     * For a bus by its name or ARN, by a client that looks for credentials, and where it is no ARN for the region, where the AWS SDK does. The bus {@code default} is there in each account.
     *
     * @throws IllegalArgumentException when it is no name of a bus
     * @throws IllegalStateException when the client's library is not there
     */
    public static EventBridgeListener bus(String nameOrArn) {
        Matcher parts = BUS.matcher(nameOrArn);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not the name of a bus of EventBridge: '" + nameOrArn
                    + "'. Expected one such as default, or its ARN.");
        }
        OptionalClient.EVENT_BRIDGE.require("A bus of EventBridge");
        Optional<String> region = Optional.ofNullable(parts.group("region"));
        return new EventBridgeListener(nameOrArn, () -> Lazy.CLIENTS.in(region));
    }

    /**
     * By a client of the caller's.
     *
     * @param own stays the caller's, who closes it
     */
    public EventBridgeListener with(EventBridgeClient own) {
        return new EventBridgeListener(bus, () -> own);
    }

    @Override
    public void on(Event event) {
        put(Optional.empty(), event);
    }

    @Override
    public void on(DeploymentId deployment, Event event) {
        put(Optional.of(deployment), event);
    }

    private synchronized void put(Optional<DeploymentId> deployment, Event event) {
        kept.add(entry(deployment, event));
        while (kept.size() > MOST_KEPT) {
            kept.remove();
            lost++;
        }
        boolean mayWait = SLIGHT.contains(event.getClass()) || event.at().isBefore(restsUntil);
        boolean isLast = event instanceof Event.DeploymentFinished;
        if (!mayWait || isLast) {
            try {
                putAll(isLast ? TRIES_OF_THE_LAST : 1);
            } catch (PlatformException e) {
                restsUntil = event.at().plus(REST);
                throw e;
            }
        }
    }

    private PutEventsRequestEntry entry(Optional<DeploymentId> deployment, Event event) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(event.getClass().getSimpleName())
                .detail(EventDetail.of(deployment, event, MOST_BYTES / 2))
                .time(event.at())
                .build();
    }

    /** @param tries how often entries may fail before the rest waits for the next event */
    private void putAll(int tries) {
        List<String> failures = new ArrayList<>();
        for (int left = tries; left > 0 && !kept.isEmpty(); ) {
            List<PutEventsRequestEntry> entries = next();
            PutEventsRequest request = PutEventsRequest.builder()
                    .entries(entries)
                    .overrideConfiguration(call -> call.apiCallTimeout(LIMIT))
                    .build();
            PutEventsResponse answer =
                    new Call("events:PutEvents", bus).of(() -> client.get().putEvents(request));
            entries.forEach(put -> kept.remove());
            if (answer.failedEntryCount() > 0) {
                left--;
                boolean isAllKept = keepWhatFailed(entries, answer.entries());
                if (!isAllKept || left == 0) {
                    failures.add(failed(entries, answer.entries()));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw refused(String.join(". ", failures));
        }
        if (lost > 0) {
            int missing = lost;
            lost = 0;
            throw refused(missing + " events are lost, the oldest: it took none for too long");
        }
    }

    private List<PutEventsRequestEntry> next() {
        List<PutEventsRequestEntry> entries = new ArrayList<>();
        int bytes = 0;
        for (PutEventsRequestEntry entry : kept) {
            bytes += bytes(entry);
            if (entries.size() == MOST_ENTRIES || (bytes > MOST_BYTES && !entries.isEmpty())) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    /** As EventBridge counts: 14 for the time, and the texts. */
    private static int bytes(PutEventsRequestEntry entry) {
        return 14 + SOURCE.length() + FittedText.bytes(entry.detailType()) + FittedText.bytes(entry.detail());
    }

    /** Those that may be taken another time go first again; what is refused for good is gone, and then not all are kept. */
    private boolean keepWhatFailed(List<PutEventsRequestEntry> entries, List<PutEventsResultEntry> results) {
        boolean isAllKept = true;
        for (int i = results.size() - 1; i >= 0; i--) {
            String code = results.get(i).errorCode();
            if (code != null && PASSING.contains(code)) {
                kept.addFirst(entries.get(i));
            }
            isAllKept &= code == null || PASSING.contains(code);
        }
        return isAllKept;
    }

    private static String failed(List<PutEventsRequestEntry> entries, List<PutEventsResultEntry> results) {
        List<String> why = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            PutEventsResultEntry result = results.get(i);
            if (result.errorCode() != null) {
                why.add(entries.get(i).detailType() + ": " + result.errorCode() + " " + result.errorMessage());
            }
        }
        return why.size() + " of " + entries.size() + " events were not taken: " + String.join("; ", why);
    }

    private PlatformException refused(String why) {
        return PlatformException.refused("put events on the bus " + bus, why);
    }

    /** Which bus. */
    @Override
    public String toString() {
        return "EventBridge " + bus;
    }

    private static final class Lazy {
        private static final ClientForEachRegion<EventBridgeClient> CLIENTS =
                ClientForEachRegion.of(EventBridgeClient::builder);
    }
}
