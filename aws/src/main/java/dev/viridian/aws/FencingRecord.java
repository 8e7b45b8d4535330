package dev.viridian.aws;

import dev.viridian.Failure;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.Optional;

/**
 * The highest fencing token that was seen, in the state store, where every controller sees it. AWS takes no such token with a call, so it is looked at right before
 * each call that changes something: a call of a controller that is taken over after that look can still land, which is why each can be repeated and routing is
 * read back.
 */
final class FencingRecord {
    private static final String KEY = "fence";

    private final StateStore state;

    FencingRecord(StateStore state) {
        this.state = state;
    }

    /**
     * Lets an effect pass, or refuses it.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when a newer controller was here before
     */
    void admit(String effect, Fence fence) {
        while (!isRecorded(effect, fence)) {
            // Somebody else wrote meanwhile: what they wrote decides.
        }
    }

    private boolean isRecorded(String effect, Fence fence) {
        Optional<StateStore.Stored> stored = state.read(KEY);
        StateStore.Document document = () -> Long.toString(fence.token());
        if (stored.isEmpty()) {
            return state.createIfAbsent(KEY, document).isPresent();
        }
        long highest = token(stored.get());
        fence.requireNotOlderThan(highest, () -> effect);
        return fence.token() == highest
                || state.replace(KEY, stored.get().version(), document).isPresent();
    }

    private long token(StateStore.Stored stored) {
        String text = stored.document().text().strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw PlatformException.refused(
                    "check the fencing token in " + KEY + " of the " + state,
                    "it says '" + text
                            + "'. Expected a number. Look who wrote it, and remove it if nothing is under way.");
        }
    }
}
