package dev.viridian.benchmarks;

import dev.viridian.EnvironmentName;
import dev.viridian.local.router.EmbeddedRouter;
import dev.viridian.local.router.Router;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Viridian's embedded router, in this process. */
final class Embedded implements Candidate {
    private final Router router =
            EmbeddedRouter.listeningOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    Embedded(InetSocketAddress blue, InetSocketAddress green) {
        router.machines(new EnvironmentName("blue"), List.of(blue));
        router.machines(new EnvironmentName("green"), List.of(green));
        route("blue");
    }

    @Override
    public String name() {
        return "EmbeddedRouter";
    }

    @Override
    public URI entry() {
        return router.entry();
    }

    @Override
    public void route(String environment) {
        router.route(Map.of(new EnvironmentName(environment), 1));
    }

    @Override
    public void close() {
        router.close();
    }
}
