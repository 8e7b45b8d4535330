package dev.viridian.local.router;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/** One address that answers for an environment; it is passed over for a moment after it refused a connection. */
final class Machine {
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final InetSocketAddress address;
    private final URI uri;
    private volatile boolean refused;
    private volatile long refusedAt;

    Machine(InetSocketAddress address) {
        this.address = address;
        this.uri = Addresses.http(address);
    }

    InetSocketAddress address() {
        return address;
    }

    URI uri() {
        return uri;
    }

    void refused() {
        refusedAt = System.nanoTime();
        refused = true;
    }

    void accepted() {
        // Read first: a write for every request would bounce the cache line between threads.
        if (refused) {
            refused = false;
        }
    }

    boolean isPassedOver() {
        return refused && System.nanoTime() - refusedAt < PAUSE;
    }

    @Override
    public String toString() {
        return uri.getAuthority();
    }
}
