package dev.viridian.local.haproxy;

import dev.viridian.EnvironmentName;
import dev.viridian.local.haproxy.RouteMap.Content;
import dev.viridian.local.router.Router;
import dev.viridian.spi.Time;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Routes by a HAProxy that the user runs, whose configuration has what {@link HaproxyConfiguration#render()} writes.
 *
 * <p>All that it knows is in HAProxy: which slot holds which environment, and which weights are routed. So it may be closed and
 * made again at any time, traffic flows on without it, and what it answers is what HAProxy says at that moment.
 *
 * <p>Safe for use by several threads. Only one controller may drive an application at a time.
 */
public final class HaproxyRouter implements Router {
    private final HaproxyConfiguration configuration;
    private final InstantSource clock;
    private final RuntimeSocket socket;
    private final RouteMap map;
    private final Sitting sitting;
    private final RequestCounts counts;

    private HaproxyRouter(HaproxyConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.socket = new RuntimeSocket(configuration.socket());
        this.map = new RouteMap(socket, configuration);
        this.sitting = new Sitting(map, new SavedRoute(socket, configuration, map));
        this.counts = new RequestCounts(clock);
    }

    /**
     * A router on the HAProxy that runs.
     *
     * @param configuration what that HAProxy's configuration was rendered from
     * @return a router, which need not be closed
     * @throws IllegalStateException when that HAProxy lacks something; the message names all that is missing
     */
    public static HaproxyRouter connect(HaproxyConfiguration configuration) {
        return connect(configuration, Time.system()::now);
    }

    static HaproxyRouter connect(HaproxyConfiguration configuration, InstantSource clock) {
        HaproxyRouter router = new HaproxyRouter(configuration, clock);
        new Inspection(router.socket, configuration).insist();
        router.map.read();
        return router;
    }

    @Override
    public URI entry() {
        return configuration.entry();
    }

    /**
     * {@inheritDoc}
     *
     * <p>An environment that is new is given a free slot. One that is taken out loses its share of the traffic first; what is in
     * flight to it goes on, and keeps its slot from being given away.
     *
     * @throws IllegalArgumentException when there are more machines than servers in a slot, or an address is not resolved
     * @throws IllegalStateException when no slot is free, or HAProxy did not do what it was told
     * @throws java.io.UncheckedIOException when HAProxy did not answer, or was restarted meanwhile; it may be told again
     */
    @Override
    public synchronized void machines(EnvironmentName environment, List<InetSocketAddress> machines) {
        List<InetSocketAddress> distinct = Machines.usable(environment, machines, configuration.machinesPerSlot());
        tell(() -> fill(environment, distinct));
    }

    private void tell(Runnable change) {
        boolean ignored = sitting.tell(() -> {
            change.run();
            return true;
        });
    }

    private void fill(EnvironmentName environment, List<InetSocketAddress> machines) {
        Content content = map.read();
        OptionalInt slot = content.slotOf(environment);
        if (!machines.isEmpty()) {
            slot(slot.isPresent() ? slot.getAsInt() : assign(environment, content))
                    .fill(machines);
        } else if (slot.isPresent()) {
            if (content.split().weight(slot.getAsInt()) > 0) {
                map.replace(content.split().without(slot.getAsInt()));
            }
            slot(slot.getAsInt()).fill(List.of());
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>When it returns, HAProxy has been seen to have the new weights. A request is routed by the weights that it found when
     * HAProxy had read its head; what is already with a machine is finished there.
     *
     * @throws IllegalStateException when an environment with a weight has no machines
     * @throws java.io.UncheckedIOException when HAProxy did not answer, or was restarted meanwhile; it may be told again
     */
    @Override
    public synchronized void route(Map<EnvironmentName, Integer> weights) {
        tell(() -> split(weights));
    }

    private void split(Map<EnvironmentName, Integer> weights) {
        Content content = map.read();
        List<Integer> bySlot = new ArrayList<>(Collections.nCopies(configuration.slots(), 0));
        weights.forEach((environment, weight) -> {
            if (weight < 0) {
                throw new IllegalArgumentException(
                        "Not a weight for " + environment + ": " + weight + ". Expected 0 or more.");
            }
            if (weight > 0) {
                bySlot.set(slotWithMachines(environment, content) - 1, weight);
            }
        });
        counts.keepOnly(content.occupants().values());
        content.occupants()
                .forEach((slot, occupant) ->
                        counts.sample(occupant, slot(slot).traffic().requests()));
        map.replace(new Split(bySlot));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Environments that have a weight but no machine which HAProxy would pass a request to are left out, for their share of the
     * requests is answered 503. An HAProxy that was reloaded and knows nothing of the last change is told it again first.
     */
    @Override
    public SortedMap<EnvironmentName, Integer> observed() {
        sitting.tellWhatWasLost();
        Content content = map.read();
        SortedMap<EnvironmentName, Integer> observed = new TreeMap<>();
        content.occupants().forEach((slot, occupant) -> {
            int weight = content.split().weight(slot);
            if (weight > 0 && !slot(slot).ready().isEmpty()) {
                observed.put(occupant.environment(), weight);
            }
        });
        return observed;
    }

    /** {@inheritDoc} Those that wait for a machine are counted too; 0 for an environment that HAProxy does not know. */
    @Override
    public long inFlight(EnvironmentName environment) {
        OptionalInt slot = map.read().slotOf(environment);
        return slot.isPresent() ? slot(slot.getAsInt()).traffic().inFlight() : 0;
    }

    /**
     * {@inheritDoc}
     *
     * <p>HAProxy only has a running total for each slot. It is noted down whenever this method is called and whenever traffic is
     * routed, and the requests are counted from the first note at or after the beginning of the time asked for, or from when the environment was given
     * its slot. So there may have been more, but never fewer: a router that was just made, or an HAProxy that was just restarted, counts from then on.
     */
    @Override
    public synchronized long requests(EnvironmentName environment, Duration last) {
        Content content = map.read();
        OptionalInt slot = content.slotOf(environment);
        if (slot.isEmpty()) {
            return 0;
        }
        Occupant occupant = content.occupants().get(slot.getAsInt());
        return counts.since(
                clock.instant().minus(last),
                Objects.requireNonNull(occupant),
                slot(slot.getAsInt()).traffic().requests());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The environment's machines are left in maintenance, so that nothing new is opened to them either; routing to it, or giving it
     * machines, ends that. To be called when it has no weight any more.
     */
    @Override
    public synchronized void release(EnvironmentName environment) {
        OptionalInt slot = map.read().slotOf(environment);
        if (slot.isPresent()) {
            tell(slot(slot.getAsInt())::release);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A request that a machine has not begun to answer is answered 503, all others are closed. As after {@link #release}, the
     * environment's machines are left in maintenance.
     */
    @Override
    public synchronized int cut(EnvironmentName environment) {
        OptionalInt slot = map.read().slotOf(environment);
        if (slot.isEmpty()) {
            return 0;
        }
        return Math.toIntExact(sitting.tell(slot(slot.getAsInt())::cut));
    }

    /** Ends nothing: HAProxy goes on routing as it was told last. */
    @Override
    public void close() {}

    private Slot slot(int number) {
        return new Slot(socket, configuration.backend(number));
    }

    /** A slot with a weight is not free even when its machines were forgotten, or its new environment would be live at once. */
    private int assign(EnvironmentName environment, Content content) {
        int free = IntStream.rangeClosed(1, configuration.slots())
                .boxed()
                .filter(number ->
                        content.split().weight(number) == 0 && slot(number).isEmpty())
                .min(Comparator.comparing((Integer number) -> lastGiven(content, number)))
                .orElseThrow(() -> new IllegalStateException("HAProxy has no free slot for " + environment + ": its "
                        + configuration.slots() + " slots hold "
                        + content.occupants().values().stream()
                                .map(Occupant::environment)
                                .toList()
                        + ", with machines or with requests in flight. Take one of them out, or give HAProxy more by "
                        + "HaproxyConfiguration.slots(" + (configuration.slots() + 1) + ")."));
        map.assign(
                free,
                new Occupant(environment, clock.instant(), slot(free).traffic().requests()));
        return free;
    }

    /** The slot that has been free the longest comes first, so that what was retired last can be asked about the longest. */
    private static Instant lastGiven(Content content, int slot) {
        Occupant last = content.occupants().get(slot);
        return last == null ? Instant.MIN : last.since();
    }

    private int slotWithMachines(EnvironmentName environment, Content content) {
        OptionalInt number = content.slotOf(environment);
        if (number.isEmpty() || slot(number.getAsInt()).servers().stream().allMatch(Server::isUnused)) {
            throw new IllegalStateException(
                    "Could not route to " + environment + ": HAProxy has no machines for it. Found slots for "
                            + content.occupants() + ". Give it machines first.");
        }
        slot(number.getAsInt()).open();
        return number.getAsInt();
    }
}
