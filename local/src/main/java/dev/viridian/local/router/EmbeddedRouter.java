package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A router inside this process, listening on an address of its own. It speaks HTTP/1.1 to both sides, without TLS.
 *
 * <p>A request that may be sent twice is sent a second time, by a new connection, when the idle one that it went by
 * turned out closed; a connection that is refused is tried with the next machine of the same environment. Nothing else
 * is ever repeated. Safe for use by several threads.
 */
public final class EmbeddedRouter implements Router {
    /** How long a machine may take to begin its answer, unless said otherwise: a minute. */
    public static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(1);

    private final Traffic traffic = new Traffic();
    private final Lanes lanes;
    private final Listener listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedRouter(InetSocketAddress address, Duration responseTimeout) throws IOException {
        this.listener = Listener.open(address, this::handle);
        this.lanes = new Lanes(listener.buffers(), responseTimeout);
        listener.accept();
    }

    /**
     * Starts a router that gives machines {@link #RESPONSE_TIMEOUT} to begin an answer.
     *
     * @param address where to listen; the port 0 takes any that is free
     * @throws UncheckedIOException if the address is not to be had
     */
    public static EmbeddedRouter listeningOn(InetSocketAddress address) {
        return listeningOn(address, RESPONSE_TIMEOUT);
    }

    /**
     * Starts a router.
     *
     * @param address where to listen; the port 0 takes any that is free
     * @param responseTimeout how long a machine may take to begin its answer; after that the client is answered 504
     * @throws UncheckedIOException if the address is not to be had
     */
    public static EmbeddedRouter listeningOn(InetSocketAddress address, Duration responseTimeout) {
        try {
            return new EmbeddedRouter(address, responseTimeout);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The router cannot listen on " + Addresses.text(address) + ": " + e.getMessage()
                            + ". Expected an address of this machine and a port that nothing else listens on. Find out"
                            + " what listens there, for instance with `ss -ltnp`, or choose another port.",
                    e);
        }
    }

    @Override
    public URI entry() {
        return Addresses.http(listener.address());
    }

    @Override
    public void machines(EnvironmentName environment, List<InetSocketAddress> machines) {
        List<Machine> gone = traffic.machines(environment, machines);
        if (!gone.isEmpty()) {
            lanes.run(lane -> lane.closeIdle(gone));
        }
    }

    @Override
    public void route(Map<EnvironmentName, Integer> weights) {
        traffic.route(weights);
    }

    @Override
    public SortedMap<EnvironmentName, Integer> observed() {
        return traffic.observed();
    }

    @Override
    public long inFlight(EnvironmentName environment) {
        return traffic.find(environment).map(Target::inFlight).orElse(0L);
    }

    @Override
    public long requests(EnvironmentName environment, Duration last) {
        return traffic.find(environment).map(target -> target.requestsIn(last)).orElse(0L);
    }

    @Override
    public void release(EnvironmentName environment) {
        traffic.find(environment).ifPresent(target -> {
            target.keepConnections(false);
            lanes.run(lane -> lane.closeIdle(target.machines()));
        });
    }

    @Override
    public int cut(EnvironmentName environment) {
        return traffic.find(environment)
                .map(target -> lanes.sum(lane -> lane.cut(target)))
                .orElse(0);
    }

    /** Stops listening and cuts what is still in flight. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            listener.refuse();
            lanes.run(Lane::stop);
            listener.stop();
        }
    }

    private void handle(HttpServerExchange exchange) {
        if (!InboundRequest.isAdmissible(exchange)) {
            return;
        }
        Optional<Target> target = traffic.admit();
        if (target.isPresent()) {
            Forwarding forwarding = new Forwarding(lanes.of(exchange.getIoThread()), exchange, target.get());
            exchange.dispatch(SameThreadExecutor.INSTANCE, forwarding::start);
        } else {
            Answers.error(
                    exchange, StatusCodes.SERVICE_UNAVAILABLE, "Nothing is live behind this router: no route is set.");
        }
    }
}
