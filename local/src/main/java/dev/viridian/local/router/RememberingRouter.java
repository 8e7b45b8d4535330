package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A router that writes down what it is told before it says that it is done. */
final class RememberingRouter implements Router {
    private final Router router;
    private final RouterFolder folder;
    private RouterState state;

    RememberingRouter(Router router, RouterFolder folder) throws IOException {
        this.router = router;
        this.folder = folder;
        InetSocketAddress entry = Addresses.parse(router.entry().getAuthority());
        RouterState last = folder.state().orElse(RouterState.at(entry));
        last.resumeIn(router);
        this.state = new RouterState(entry, last.machines(), router.observed());
        folder.save(state);
    }

    @Override
    public URI entry() {
        return router.entry();
    }

    @Override
    public synchronized void machines(EnvironmentName environment, List<InetSocketAddress> machines) {
        router.machines(environment, machines);
        save(state.withMachines(environment, machines));
    }

    @Override
    public synchronized void route(Map<EnvironmentName, Integer> weights) {
        router.route(weights);
        save(state.withRoute(router.observed()));
    }

    private void save(RouterState changed) {
        try {
            folder.save(changed);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The router did what it was told but cannot write it down in " + folder.path()
                            + ", so a restart would forget it: " + e.getMessage() + ". Make room and tell it again.",
                    e);
        }
        state = changed;
    }

    @Override
    public SortedMap<EnvironmentName, Integer> observed() {
        return router.observed();
    }

    @Override
    public long inFlight(EnvironmentName environment) {
        return router.inFlight(environment);
    }

    @Override
    public long requests(EnvironmentName environment, Duration last) {
        return router.requests(environment, last);
    }

    @Override
    public void release(EnvironmentName environment) {
        router.release(environment);
    }

    @Override
    public int cut(EnvironmentName environment) {
        return router.cut(environment);
    }

    @Override
    public void close() {
        router.close();
    }
}
