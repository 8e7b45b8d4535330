package dev.viridian.engine;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.Lease;
import java.util.function.Function;

/** Work that one controller does at a time: it waits for the lease, and gives it back whatever happens. */
final class UnderLease {
    private static final EngineLog LOG = EngineLog.of(UnderLease.class);

    private UnderLease() {}

    static <T> T run(Surroundings surroundings, Function<Lease, T> work, Function<Failure, T> refused) {
        Lease lease;
        try {
            surroundings.platform().askOnce();
            lease = Lease.acquire(
                    surroundings.platform().state(),
                    surroundings.platform().time(),
                    surroundings.platform().controllers(),
                    surroundings.operator(),
                    surroundings.patience(),
                    surroundings.platform().pace());
        } catch (RuntimeException e) {
            return refused.apply(Failures.of("take the lease", e));
        }
        try {
            return work.apply(lease);
        } finally {
            release(lease);
        }
    }

    /** Renews it if it is time to, for work beside the deployment, which nothing of that must keep from being done. */
    static void keepAlive(Lease lease) {
        try {
            lease.renew();
        } catch (PlatformException e) {
            LOG.warn("The lease could not be renewed: {}", e.failure().message());
        }
    }

    /** Also by whoever was interrupted: the program may live on, and everybody would wait until the lease has run out. */
    private static void release(Lease lease) {
        boolean interrupted = Thread.interrupted();
        try {
            lease.release();
        } catch (PlatformException e) {
            LOG.warn(
                    "The lease could not be given back and runs out by itself: {}",
                    e.failure().message());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
