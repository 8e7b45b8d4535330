package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.History;
import dev.viridian.state.Place;
import dev.viridian.text.NamedLines;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The last environment that was proven, remembered where a deployment was halted: whatever gets the traffic then may not be proven, so
 * the way back stays until a later deployment has brought something live that is. One that was halted may write it down when others have
 * gone on long ago, as its controller stood still: what was deployed since counts, and not what is written.
 */
final class WayBack {
    private final Place place;
    private final History history;

    private WayBack(Place place, History history) {
        this.place = place;
        this.history = history;
    }

    static WayBack of(Platform platform) {
        return new WayBack(
                new Place(platform.state(), "way-back"), History.of(platform.state(), platform.application()));
    }

    /**
     * What is written down.
     *
     * @param environment the one that was proven last
     * @param halted the deployment that was halted; empty where a person wrote it
     */
    private record Mark(EnvironmentName environment, OptionalInt halted) {
        static Mark parsed(String text) {
            List<String> lines = text.lines().toList();
            return new Mark(
                    new EnvironmentName(lines.isEmpty() ? "" : lines.get(0).strip()),
                    lines.size() > 1
                            ? OptionalInt.of(Integer.parseInt(NamedLines.value(lines, 1)))
                            : OptionalInt.empty());
        }
    }

    /** Remembers it; one that is remembered already was proven later than anything since. */
    void remember(EnvironmentName lastProven, DeploymentId halted) {
        StateStore.Document mark = () -> lastProven + "\nhalted " + halted.number() + "\n";
        if (!place.put(Optional.empty(), mark)) {
            place.read()
                    .filter(present -> isOutdated(mark(present)))
                    .ifPresent(outdated -> place.put(Optional.of(outdated), mark));
        }
    }

    Optional<EnvironmentName> find() {
        return place.read().map(this::mark).filter(mark -> !isOutdated(mark)).map(Mark::environment);
    }

    private boolean isOutdated(Mark mark) {
        return mark.halted().isPresent() && wasDeployedSince(mark.halted().getAsInt());
    }

    /** The halted one counts, too: whoever took it over may have brought it to another end. */
    private boolean wasDeployedSince(int halted) {
        return history.newestFirst()
                .takeWhile(entry -> entry.id().number() >= halted)
                .anyMatch(entry -> entry.outcome() == Outcome.DEPLOYED);
    }

    private Mark mark(StateStore.Stored stored) {
        String text = stored.document().text();
        try {
            return Mark.parsed(text);
        } catch (IllegalArgumentException e) {
            throw PlatformException.refused(
                    "read which environment was proven last",
                    "'" + place.key() + "' in the state store is damaged: it says '" + text.strip()
                            + "'. Expected the name of an environment. Write there the one that is to be gone back to, or remove"
                            + " it where what gets the traffic is well.");
        }
    }

    void forget() {
        place.read().ifPresent(stored -> place.store().delete(place.key(), stored.version()));
    }
}
