package dev.viridian.local.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has all of a change told to one and the same process of HAProxy. One that was restarted or reloaded meanwhile has lost what its predecessor was told and nobody had saved yet, and what is saved then is what the new one
 * has. So a mark is put into the map before, which is saved last: where it is still there after all was saved nothing is lost, unless a process takes over later that had read the files before. That one has an earlier mark than the
 * files, and is told what they say. A second controller puts a mark of its own in its place.
 */
final class Sitting {
    private final RouteMap map;
    private final SavedRoute saved;

    Sitting(RouteMap map, SavedRoute saved) {
        this.map = map;
        this.saved = saved;
    }

    /**
     * Tells it, and saves what HAProxy is to find when it starts.
     *
     * @throws UncheckedIOException when it was not all the same process; it may be told again
     */
    <T> T tell(Supplier<T> change) {
        tellWhatWasLost();
        Mark mark = next();
        try {
            map.mark(mark);
            T told = change.get();
            saved.save();
            if (map.isMarked(mark)) {
                return told;
            }
        } catch (IllegalStateException e) {
            if (map.isMarked(mark)) {
                throw e;
            }
            throw interrupted(e);
        }
        throw interrupted(null);
    }

    /** Where HAProxy does not know of a change that was told and saved, it is told it again. */
    void tellWhatWasLost() {
        saved.tellIfLaterThan(map.read());
    }

    /** The files have a later one than the map where HAProxy has lost it, and an earlier one where they could not be written. */
    private Mark next() {
        return Stream.of(Optional.of(map.read()), saved.content())
                .flatMap(Optional::stream)
                .flatMap(content -> content.mark().stream())
                .max(Comparator.comparingLong(Mark::number))
                .map(Mark::next)
                .orElseGet(Mark::first);
    }

    private static UncheckedIOException interrupted(@Nullable IllegalStateException seen) {
        return new UncheckedIOException(
                "HAProxy was restarted or reloaded while it was told something, or another controller told it something else: "
                        + "what it was told may be lost. Expected one controller, and one process until all is saved. Tell it again."
                        + (seen == null ? "" : " Found: " + seen.getMessage()),
                new IOException("its map has not the mark any more that was put there before", seen));
    }
}
