package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Where users come in, and which environments answer them. */
public interface Router extends AutoCloseable {
    /** Where users come in, for example {@code http://127.0.0.1:8080}. */
    URI entry();

    /** Replaces the machines of an environment; an empty list takes the environment out. */
    void machines(EnvironmentName environment, List<InetSocketAddress> machines);

    /** Switches users' traffic in one atomic step; empty weights mean that nothing is live and users are answered 503. */
    void route(Map<EnvironmentName, Integer> weights);

    /** What is routed now, read back from the router and never remembered. */
    SortedMap<EnvironmentName, Integer> observed();

    /** Requests and upgraded connections (WebSockets) that are now open to an environment. */
    long inFlight(EnvironmentName environment);

    /** Requests that an environment was given in that last time, whatever the computer's clock was set to meanwhile. */
    long requests(EnvironmentName environment, Duration last);

    /**
     * Closes all idle connections to an environment, also those that never carried a request; to be called before its
     * processes are told to stop. Returns soon.
     */
    void release(EnvironmentName environment);

    /** Closes what is still in flight to an environment, and says how many these were. */
    int cut(EnvironmentName environment);

    @Override
    void close();
}
