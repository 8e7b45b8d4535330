package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.Place;
import dev.viridian.text.NamedLines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where it is left for a controller, in whatever process, that its deployment is to be aborted. It stays, and means that one alone. */
final class AbortOrders {
    private static final String KEY = "abort";

    private final StateStore store;

    private AbortOrders(StateStore store) {
        this.store = store;
    }

    static AbortOrders in(StateStore store) {
        return new AbortOrders(store);
    }

    void give(DeploymentId deployment, String by, Instant at) {
        StateStore.Document order =
                () -> "deployment " + deployment.number() + "\nby " + NamedLines.onOneLine(by) + "\nat " + at + "\n";
        Place place = new Place(store, KEY);
        if (!place.put(place.read(), order) && find(deployment).isEmpty()) {
            give(deployment, by, at);
        }
    }

    Optional<Failure.Aborted> find(DeploymentId deployment) {
        return store.read(KEY)
                .map(stored -> stored.document().text().lines().toList())
                .filter(order -> number(order) == deployment.number())
                .map(order -> new Failure.Aborted(value(order, 1), value(order, 2)));
    }

    private static int number(List<String> order) {
        try {
            return Integer.parseInt(value(order, 0));
        } catch (NumberFormatException e) {
            throw damaged(order);
        }
    }

    private static String value(List<String> order, int line) {
        if (order.size() != 3) {
            throw damaged(order);
        }
        return NamedLines.value(order, line);
    }

    private static PlatformException damaged(List<String> order) {
        return PlatformException.refused(
                "read which deployment is to be aborted",
                "'" + KEY + "' in the state store is damaged: " + order
                        + ". Expected the number of a deployment, who wants it aborted, and since when. Remove it, and abort again where"
                        + " that is still wanted.");
    }
}
