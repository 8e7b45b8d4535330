package dev.viridian.testing.simulation;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.StateStore;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was deployed before a world began, as its history tells of it. */
final class Past {
    private static final Instant BEGINNING = Instant.parse("2025-12-01T00:00:00Z");

    private final Draft draft;

    Past(Draft draft) {
        this.draft = draft;
    }

    /** Nothing where it was not said that anything was deployed before. */
    void writeTo(StateStore state) {
        if (draft.deployedBefore.isEmpty()) {
            return;
        }
        List<String> versions = new ArrayList<>(draft.deployedBefore);
        draft.liveVersion.ifPresent(versions::add);
        History history = History.of(state, draft.application);
        for (int number = 1; number <= versions.size(); number++) {
            history.add(entry(number, versions.get(number - 1)));
        }
        state.createIfAbsent("last-deployment", () -> versions.size() + "\n");
    }

    private HistoryEntry entry(int number, String version) {
        Instant day = BEGINNING.plus(Duration.ofDays(number));
        return new HistoryEntry(
                new DeploymentId(draft.application, number),
                "somebody",
                day,
                day.plus(Duration.ofMinutes(1)),
                "s3://releases/" + draft.application + "/" + version + "/" + draft.application + ".tar.gz",
                SimulatedArtifacts.revision(version),
                Outcome.DEPLOYED,
                TrafficSplit.allTo(new EnvironmentName(draft.application + "-0-1")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
