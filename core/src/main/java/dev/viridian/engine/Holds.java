package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.Place;
import dev.viridian.text.NamedLines;
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

    private final Place place;

    private Holds(StateStore store, String key) {
        this.place = new Place(store, key);
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
            return "deployment " + deployment + "\nof " + of + "\nby " + NamedLines.onOneLine(by) + "\nat " + at
                    + "\nuntil " + until + "\nresumed " + NamedLines.onOneLine(resumedBy.orElse("")) + "\n";
        }
    }

    Optional<Hold> find() {
        return place.read().map(this::read);
    }

    /** In the place of any other: that one was of an earlier deployment, or the same. */
    void begin(Hold hold) {
        if (!place.put(place.read(), hold::text) && !find().equals(Optional.of(hold))) {
            begin(hold);
        }
    }

    /** Ends it; says whether there was one of that deployment that had not ended. */
    boolean resume(DeploymentId deployment, String by) {
        while (true) {
            Optional<StateStore.Stored> stored = place.read();
            Optional<Hold> hold = stored.map(this::read)
                    .filter(found -> found.deployment() == deployment.number())
                    .filter(found -> found.resumedBy().isEmpty());
            if (hold.isEmpty()) {
                return false;
            }
            if (place.put(stored, hold.get().resumed(by)::text)) {
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
                    Integer.parseInt(NamedLines.value(lines, 0)),
                    NamedLines.value(lines, 1),
                    NamedLines.value(lines, 2),
                    Instant.parse(NamedLines.value(lines, 3)),
                    Instant.parse(NamedLines.value(lines, 4)),
                    Optional.of(NamedLines.value(lines, 5)).filter(name -> !name.isEmpty()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw PlatformException.refused(
                    "read which deployment waits for a person",
                    "'" + place.key() + "' in the state store is damaged: " + lines
                            + ". Expected the number of a deployment, of what, by whom, since when, until when, and who resumed it. Remove"
                            + " it, and pause again where that is still wanted.");
        }
    }
}
