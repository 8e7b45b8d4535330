package dev.viridian.engine;

import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a failure is one that comes again and again. */
final class FailurePattern {
    /** How far back is looked, the deployment that failed included. */
    static final int DEPLOYMENTS = 10;

    private FailurePattern() {}

    /** What to say of it; empty where it is the first of its kind, or no step failed. The history is read only where one did. */
    static Optional<String> of(HistoryEntry failed, History history) {
        if (failed.fingerprint().isEmpty()) {
            return Optional.empty();
        }
        List<HistoryEntry> looked = Stream.concat(
                        Stream.of(failed),
                        history.newestFirst()
                                .filter(earlier ->
                                        earlier.id().number() < failed.id().number()))
                .limit(DEPLOYMENTS)
                .toList();
        List<HistoryEntry> same = looked.stream()
                .filter(entry -> entry.fingerprint().equals(failed.fingerprint()))
                .toList();
        return same.size() < 2
                ? Optional.empty()
                : Optional.of(
                        "seen " + same.size() + " times in the last " + looked.size() + " deployments, first with "
                                + same.get(same.size() - 1).revision().version());
    }
}
