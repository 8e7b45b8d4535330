package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where it is left for a controller, in whatever process, that its deployment is to wait for a person, and for how long. The last one
 * stays, and means that one deployment alone.
 */
final class Holds {
    private static final int LINES = 6;

    private final StateStore store;
    private final String key;

    private Holds(StateStore store, String key) {
        this.store = store;
        this.key = key;
    }

    /** Those that people asked for. */
    static Holds pauses(StateStore store) {
        return new Holds(store, "pause");
    }

    /** Those that deployments ask for by themselves. */
    static Holds approvals(StateStore store) {
        return new Holds(store, "approval");
    }

    /**
     * One of them.
     *
     * @param deployment whose
     * @param of what waits in it: a candidate that was rebuilt waits anew
     * @param by who asked for it
     * @param at since when
     * @param until for how long
     * @param resumedBy who ended it, if somebody did
     */
    record Hold(int deployment, String of, String by, Instant at, Instant until, Optional<String> resumedBy) {
        static Hold of(DeploymentId deployment, String of, String by, Instant at, Instant until) {
            return new Hold(deployment.number(), of, by, at, until, Optional.empty());
        }

        boolean isOf(DeploymentId id, String what) {
            return deployment == id.number() && of.equals(what);
        }

        private Hold resumed(String person) {
            return new Hold(deployment, of, by, at, until, Optional.of(person));
        }

        private String text() {
            return "deployment " + deployment + "\nof " + of + "\nby " + line(by) + "\nat " + at + "\nuntil " + until
                    + "\nresumed " + line(resumedBy.orElse("")) + "\n";
        }

        private static String line(String text) {
            return text.replaceAll("\\R", " ");
        }
    }

    Optional<Hold> find() {
        return store.read(key).map(this::read);
    }

    /** In the place of any other: that one was of an earlier deployment, or the same. */
    void begin(Hold hold) {
        Optional<StateStore.Stored> before = store.read(key);
        boolean written = before.isEmpty()
                ? store.createIfAbsent(key, hold::text).isPresent()
                : store.replace(key, before.get().version(), hold::text).isPresent();
        if (!written && !find().equals(Optional.of(hold))) {
            begin(hold);
        }
    }

    /** Ends it; says whether there was one of that deployment that had not ended. */
    boolean resume(DeploymentId deployment, String by) {
        while (true) {
            Optional<StateStore.Stored> stored = store.read(key);
            Optional<Hold> hold = stored.map(this::read)
                    .filter(found -> found.deployment() == deployment.number())
                    .filter(found -> found.resumedBy().isEmpty());
            if (hold.isEmpty()) {
                return false;
            }
            if (store.replace(key, stored.orElseThrow().version(), hold.get().resumed(by)::text)
                    .isPresent()) {
                return true;
            }
        }
    }

    private Hold read(StateStore.Stored stored) {
        List<String> lines = stored.document().text().lines().toList();
        try {
            if (lines.size() != LINES) {
                throw new IllegalArgumentException("it has " + lines.size() + " lines");
            }
            return new Hold(
                    Integer.parseInt(value(lines, 0)),
                    value(lines, 1),
                    value(lines, 2),
                    Instant.parse(value(lines, 3)),
                    Instant.parse(value(lines, 4)),
                    Optional.of(value(lines, 5)).filter(name -> !name.isEmpty()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw PlatformException.refused(
                    "read which deployment waits for a person",
                    "'" + key + "' in the state store is damaged: " + lines
                            + ". Expected the number of a deployment, of what, by whom, since when, until when, and who resumed it. Remove"
                            + " it, and pause again where that is still wanted.");
        }
    }

    private static String value(List<String> lines, int line) {
        return lines.get(line).substring(lines.get(line).indexOf(' ') + 1);
    }
}
