package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.spi.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Removes old deployments: the journal and the entry in the history together. How far that has come is written down last, so that
 * whoever is killed half-way leaves nothing behind: the next one removes the same again.
 */
public final class Retention {
    /** So many at a time, so that no deployment takes long where a long history is pruned for the first time. */
    private static final int AT_A_TIME = 20;

    private final StateStore store;
    private final String application;

    private Retention(StateStore store, String application) {
        this.store = store;
        this.application = application;
    }

    /** For that application. */
    public static Retention of(StateStore store, String application) {
        return new Retention(store, application);
    }

    /**
     * Removes what is older than the last so many deployments and not needed; some of it, where that is much.
     *
     * @param count how many are kept, the last one included
     * @param last the last one
     * @param needed those that are kept however old they are; asked only where something would be removed
     */
    public void keep(int count, DeploymentId last, Supplier<Set<DeploymentId>> needed) {
        int oldest = last.number() - count + 1;
        if (oldest <= 1) {
            return;
        }
        Pruned before = Pruned.in(store);
        int below = Math.min(oldest, before.below() + AT_A_TIME);
        if (below > before.below()) {
            prune(before, below, needed.get());
        }
    }

    /** What was needed once and is not any more goes, too. */
    private void prune(Pruned before, int below, Set<DeploymentId> needed) {
        List<Integer> kept = new ArrayList<>();
        Stream.concat(
                        before.kept().stream(),
                        IntStream.range(before.below(), below).boxed())
                .forEach(number -> {
                    DeploymentId id = new DeploymentId(application, number);
                    if (needed.contains(id)) {
                        kept.add(number);
                    } else {
                        new Records(store, id).remove();
                        History.of(store, application).remove(id);
                    }
                });
        new Pruned(below, kept).writeTo(store);
    }
}
