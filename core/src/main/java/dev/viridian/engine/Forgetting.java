package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.Retention;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Lets go of old deployments, except for what is live and what could be gone back to. */
final class Forgetting {
    private static final EngineLog LOG = EngineLog.of(Forgetting.class);

    private final Platform platform;
    private final History history;
    private final int keeping;

    Forgetting(Platform platform, int keeping) {
        this.platform = platform;
        this.history = History.of(platform.state(), platform.application());
        this.keeping = keeping;
    }

    /** After that one has ended; what cannot be removed now stays for the next. */
    void after(DeploymentResult last) {
        try {
            Retention.of(platform.state(), platform.application()).keep(keeping, last.id(), () -> needed(last.live()));
        } catch (PlatformException e) {
            LOG.warn("Old deployments could not be removed: {}", e.failure().message());
        }
    }

    private Set<DeploymentId> needed(TrafficSplit live) {
        Set<DeploymentId> needed = new HashSet<>();
        Optional<Revision> liveRevision = Optional.empty();
        for (EnvironmentName name : live.environments()) {
            Optional<DeploymentId> made = new Survey(platform).deploymentOf(name);
            made.ifPresent(needed::add);
            liveRevision = made.flatMap(history::find).map(HistoryEntry::revision);
        }
        history.newestFirst()
                .filter(entry -> entry.outcome() == Outcome.DEPLOYED)
                .findFirst()
                .map(HistoryEntry::id)
                .ifPresent(needed::add);
        new ProvenRevisions(platform)
                .findBefore(liveRevision)
                .map(HistoryEntry::id)
                .ifPresent(needed::add);
        return needed;
    }
}
