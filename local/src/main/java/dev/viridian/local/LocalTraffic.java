package dev.viridian.local;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.local.router.EmbeddedRouter;
import dev.viridian.local.router.Router;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The router of this machine, and a note of its routing for the case that it ends with its process. */
final class LocalTraffic implements TrafficRouter {
    /** What another thread of this program is told it shows at once. */
    private static final Duration IN_THIS_PROCESS = Duration.ofNanos(20_000);

    private final Router router;
    private final FenceGate gate;
    private final Path note;
    private final Time time;

    LocalTraffic(Router router, FenceGate gate, Path note, Time time) {
        this.router = router;
        this.gate = gate;
        this.note = note;
        this.time = time;
    }

    @Override
    public TrafficSplit observed() {
        return TrafficSplit.of(RouterTrouble.told("read the routing", router::observed));
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        gate.admit("route to " + desired, fence);
        RouterTrouble.told("route to " + desired, () -> router.route(desired.weights()));
        write(desired);
    }

    @Override
    public OptionalLong inFlight(EnvironmentName name) {
        return OptionalLong.of(RouterTrouble.told("count what is in flight to " + name, () -> router.inFlight(name)));
    }

    @Override
    public OptionalLong requests(EnvironmentName name, Instant since) {
        return OptionalLong.of(
                RouterTrouble.told("count the requests to " + name, () -> router.requests(name, ago(since))));
    }

    /** A router may be another process, which has another clock: it is told how long ago that was. */
    private Duration ago(Instant moment) {
        Instant now = time.now();
        return moment.isBefore(now) ? Duration.between(moment, now) : Duration.ZERO;
    }

    @Override
    public Optional<Duration> lookAgainAfter() {
        return router instanceof EmbeddedRouter ? Optional.of(IN_THIS_PROCESS) : Optional.empty();
    }

    @Override
    public Optional<Machine> entry() {
        URI entry = RouterTrouble.told("find the users' entry", router::entry);
        return Optional.of(
                new Machine(new MachineId("entry"), entry.getHost(), entry.getPort(), Machine.State.RUNNING, ""));
    }

    /** A router that has just been started routes as the one before it did, but to what is no more: a program may have been killed while it ended that. */
    void restore(Set<EnvironmentName> there) {
        if (router.observed().isEmpty() && Files.exists(note)) {
            Map<EnvironmentName, Integer> weights = read();
            weights.keySet().retainAll(there);
            router.route(weights);
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw LocalFiles.failed("remove " + note, note, e);
        }
    }

    private void write(TrafficSplit split) {
        String lines = split.weights().entrySet().stream()
                .map(weight -> weight.getKey() + " " + weight.getValue() + "\n")
                .collect(Collectors.joining());
        if (Files.exists(note) && LocalFiles.read(note).equals(lines)) {
            return;
        }
        try {
            LocalFiles.replace(note, lines);
        } catch (PlatformException e) {
            if (!(e.failure() instanceof Failure.DiskFull) || !Files.exists(note)) {
                throw e;
            }
            LocalFiles.overwrite(note, lines);
        }
    }

    private Map<EnvironmentName, Integer> read() {
        Map<EnvironmentName, Integer> weights = new TreeMap<>();
        for (String line : LocalFiles.read(note).lines().toList()) {
            int space = line.indexOf(' ');
            weights.put(new EnvironmentName(line.substring(0, space)), Integer.parseInt(line.substring(space + 1)));
        }
        return weights;
    }
}
