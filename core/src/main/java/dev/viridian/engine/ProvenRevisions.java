package dev.viridian.engine;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.event.Event;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.BadRevision;
import dev.viridian.state.BadRevisions;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.RecordedDeployment;
import dev.viridian.text.Redaction;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The revisions that have a record of success, and which of them is gone back to. */
final class ProvenRevisions {
    private static final String GOING_BACK = "find the revision to roll back to";

    /** So many are named where the one that was asked for is not among them. */
    private static final int NAMED = 5;

    private final History history;
    private final BadRevisions bad;

    ProvenRevisions(Platform platform) {
        this.history = History.of(platform.state(), platform.application());
        this.bad = BadRevisions.in(platform.state());
    }

    /** The deployment with the artifact of history: these bits and no others. */
    static Deployment again(Deployment deployment, HistoryEntry earlier) {
        if (Redaction.hasSecret(earlier.location())) {
            throw PlatformException.refused(
                    GOING_BACK,
                    "the location of the artifact of " + earlier.id() + " holds a secret, and the history keeps none."
                            + " Deploy " + earlier.revision() + " by its location.");
        }
        return deployment.artifact(Artifact.of(earlier.location())
                .sha256(earlier.revision().sha256())
                .version(earlier.revision().version()));
    }

    /** The last deployment, if it was halted. */
    Optional<HistoryEntry> halted() {
        return history.newestFirst().findFirst().filter(entry -> entry.outcome() == Outcome.HALTED);
    }

    /** Of a roll back that was left unfinished, what it goes back to. */
    Optional<HistoryEntry> unfinished(Optional<RecordedDeployment> last) {
        return last.filter(RecordedDeployment::isUnfinished)
                .flatMap(RecordedDeployment::started)
                .flatMap(Event.DeploymentStarted::backTo)
                .flatMap(history::find);
    }

    /**
     * The last one before what is live. What somebody went back from is passed over: whoever goes back twice goes further back.
     *
     * @throws PlatformException when there is none
     */
    HistoryEntry before(Optional<Revision> live) {
        return findBefore(live)
                .orElseThrow(
                        () -> PlatformException.refused(
                                GOING_BACK,
                                "no earlier revision than "
                                        + live.map(Revision::toString).orElse("nothing, which is live,")
                                        + " has a record of success in the history and is not marked bad. Deploy one by its location."));
    }

    /** The same; empty when there is none. */
    Optional<HistoryEntry> findBefore(Optional<Revision> live) {
        List<BadRevision> marked = bad.all();
        int below = Integer.MAX_VALUE;
        Iterator<HistoryEntry> entries = successes();
        while (entries.hasNext()) {
            HistoryEntry entry = entries.next();
            if (entry.id().number() < below) {
                if (!live.equals(Optional.of(entry.revision()))
                        && marks(marked, entry).isEmpty()) {
                    return Optional.of(entry);
                }
                below = entry.backTo()
                        .map(DeploymentId::number)
                        .map(number -> number + 1)
                        .orElse(below);
            }
        }
        return Optional.empty();
    }

    /**
     * The last one that is called so.
     *
     * @param name its version, or the beginning of its digest
     * @throws PlatformException when there is none, or when it is marked bad
     */
    HistoryEntry named(String name) {
        Iterator<HistoryEntry> entries = successes();
        while (entries.hasNext()) {
            HistoryEntry entry = entries.next();
            if (entry.revision().isCalled(name)) {
                requireNotBad(entry.revision());
                return entry;
            }
        }
        throw PlatformException.refused(
                GOING_BACK,
                "'" + name + "' has no record of success in the history. The last that have: " + lastOnes()
                        + ". Name one of these by its version or its digest, or deploy it by its location.");
    }

    /**
     * Goes on only with a revision that nobody marked as bad.
     *
     * @throws PlatformException when somebody did
     */
    void requireNotBad(Revision revision) {
        bad.find(revision).ifPresent(mark -> {
            throw PlatformException.refused(
                    "deploy " + revision,
                    "it is " + mark + ". Deploy another one, or take the mark away by unmarkBad(\"" + mark.revision()
                            + "\") where it is wrong.");
        });
    }

    private static Optional<BadRevision> marks(List<BadRevision> marked, HistoryEntry entry) {
        return marked.stream().filter(mark -> mark.isOf(entry.revision())).findFirst();
    }

    private Iterator<HistoryEntry> successes() {
        return history.newestFirst()
                .filter(entry -> entry.outcome() == Outcome.DEPLOYED)
                .iterator();
    }

    private List<Revision> lastOnes() {
        return history.newestFirst()
                .filter(entry -> entry.outcome() == Outcome.DEPLOYED)
                .map(HistoryEntry::revision)
                .distinct()
                .limit(NAMED)
                .toList();
    }
}
