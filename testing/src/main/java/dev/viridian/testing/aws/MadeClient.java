package dev.viridian.testing.aws;

import org.jspecify.annotations.Nullable;

/** What the clients that {@link MadeClients} makes are made of. */
abstract class MadeClient {
    private final Desk desk;
    private final Service service;

    MadeClient(Desk desk, Service service) {
        this.desk = desk;
        this.service = service;
    }

    /** Where all calls of a client arrive. */
    final @Nullable Object call(String operation, @Nullable Object request, @Nullable Object more) {
        return desk.call(service, operation, request, more);
    }

    /** The name that the SDK's clients give. */
    public final String serviceName() {
        return service.endpoint();
    }

    /** Nothing is held. */
    public final void close() {}

    @Override
    public final String toString() {
        return "SimulatedAws' client of " + service.prefix();
    }
}
