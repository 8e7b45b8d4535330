package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.Optional;

/** The number of the application's last deployment. Where it could not be remembered, later journals are found all the same. */
final class LastDeployment {
    private static final String KEY = "last-deployment";

    private final StateStore store;
    private final String application;

    LastDeployment(StateStore store, String application) {
        this.store = store;
        this.application = application;
    }

    Optional<DeploymentId> id() {
        int number = number();
        return number == 0 ? Optional.empty() : Optional.of(new DeploymentId(application, number));
    }

    DeploymentId next() {
        return new DeploymentId(application, number() + 1);
    }

    void remember(DeploymentId id) {
        Place place = new Place(store, KEY);
        place.put(place.read(), new TypedDocument(id.number(), () -> id.number() + "\n"));
    }

    private int number() {
        int number = store.read(KEY)
                .map(stored -> TypedDocument.value(stored.document(), Integer.class, LastDeployment::parsed))
                .orElseGet(() -> History.lastNumber(store));
        while (new Records(store, new DeploymentId(application, number + 1))
                .read(0)
                .isPresent()) {
            number++;
        }
        return number;
    }

    private static int parsed(String line) {
        String text = line.strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw PlatformException.refused(
                    "read the number of the last deployment",
                    "'" + KEY + "' in the state store is damaged: it says '" + text
                            + "'. Expected the number of the last folder in 'journal'. Write that number there, and deploy again.");
        }
    }
}
