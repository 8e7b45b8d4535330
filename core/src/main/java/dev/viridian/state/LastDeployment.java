package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.Optional;

/**
 * The application's last deployment, as it was when it was looked for. Whoever has the lease looks once: should somebody begin another one meanwhile, the journal says so.
 *
 * <pre>{@code
 * LastDeployment.find(store, "orders").id().ifPresent(System.out::println);   // orders#12
 * }</pre>
 */
public final class LastDeployment {
    private static final String KEY = "last-deployment";

    private final StateStore store;
    private final String application;
    private final Optional<StateStore.Stored> remembered;
    private final int number;

    private LastDeployment(StateStore store, String application, Optional<StateStore.Stored> remembered, int number) {
        this.store = store;
        this.application = application;
        this.remembered = remembered;
        this.number = number;
    }

    /**
     * Looks for it. Where its number could not be remembered, later journals are found all the same.
     *
     * @throws PlatformException when the store does not answer, or the number that it holds is damaged
     */
    public static LastDeployment find(StateStore store, String application) {
        Optional<StateStore.Stored> remembered = store.read(KEY);
        int number = remembered
                .map(stored -> TypedDocument.value(stored.document(), Integer.class, LastDeployment::parsed))
                .orElseGet(() -> History.lastNumber(store));
        while (new Records(store, new DeploymentId(application, number + 1))
                .read(0)
                .isPresent()) {
            number++;
        }
        return new LastDeployment(store, application, remembered, number);
    }

    /** Which it was, finished or not; empty before the first. */
    public Optional<DeploymentId> id() {
        return number == 0 ? Optional.empty() : Optional.of(new DeploymentId(application, number));
    }

    /** The id that the next one will have, if nobody else begins one. */
    public DeploymentId next() {
        return new DeploymentId(application, number + 1);
    }

    StateStore store() {
        return store;
    }

    /** Where somebody else has remembered one meanwhile, theirs stays: later journals are found all the same. */
    void rememberNext() {
        int next = number + 1;
        new Place(store, KEY).put(remembered, new TypedDocument(next, () -> next + "\n"));
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
