package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.event.Event;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.RecordedDeployment;
import java.util.Optional;

/**
 * Going back to an earlier revision because somebody asked for it. Which one is decided when it is asked for, before anybody waits:
 * of two people who ask for it at the same time, and of one who asks again because the controller died, each means the same revision.
 */
final class GoingBack {
    private final Platform platform;
    private final HistoryEntry earlier;
    private final boolean named;
    private final Optional<DeploymentId> halted;

    private GoingBack(Platform platform, HistoryEntry earlier, boolean named, Optional<DeploymentId> halted) {
        this.platform = platform;
        this.earlier = earlier;
        this.named = named;
        this.halted = halted;
    }

    /**
     * From what is live now, or further with a roll back that was left unfinished.
     *
     * @throws PlatformException when there is nothing to go back to
     */
    static GoingBack fromLive(Platform platform) {
        ProvenRevisions proven = new ProvenRevisions(platform);
        HistoryEntry earlier = proven.unfinished(LastRun.unsettled(platform))
                .orElseGet(() -> proven.before(live(platform).map(Environment::revision)));
        return new GoingBack(platform, earlier, false, Optional.empty());
    }

    /**
     * From what is live now; where the last deployment was halted, from that one, wherever it left the traffic.
     *
     * @throws PlatformException when there is nothing to go back to
     */
    static GoingBack fromWhatHappened(Platform platform) {
        ProvenRevisions proven = new ProvenRevisions(platform);
        Optional<HistoryEntry> halted = proven.halted();
        if (halted.isEmpty() || proven.unfinished(LastRun.unsettled(platform)).isPresent()) {
            return fromLive(platform);
        }
        Optional<Revision> failed = halted.map(HistoryEntry::revision);
        return new GoingBack(platform, proven.before(failed), false, halted.map(HistoryEntry::id));
    }

    private static Optional<Environment> live(Platform platform) {
        return new Calls(platform)
                .bounded(() -> "look at what is live", Plan.LOOKING, () -> new Survey(platform).live());
    }

    /**
     * To the revision that is called so.
     *
     * @throws PlatformException when that has no record of success, or is marked bad
     */
    static GoingBack to(Platform platform, String revision) {
        return new GoingBack(platform, new ProvenRevisions(platform).named(revision), true, Optional.empty());
    }

    HistoryEntry earlier() {
        return earlier;
    }

    /** The deployment with the artifact of history. */
    Deployment with(Deployment deployment) {
        return ProvenRevisions.again(deployment, earlier);
    }

    /** Whether another one that was unfinished has just been rolled back to the very revision. */
    boolean isDoneBy(DeploymentResult settled, RecordedDeployment before) {
        return settled.outcome() == Outcome.ROLLED_BACK
                && before.started()
                        .flatMap(Event.DeploymentStarted::live)
                        .filter(live -> live.revision().equals(earlier.revision()))
                        .isPresent();
    }

    /**
     * Goes on only if it would be decided the same now.
     *
     * @throws PlatformException when something else became live meanwhile: whoever asked for it did not know that
     */
    void requireStillMeant(Optional<Revision> live) {
        if (named) {
            return;
        }
        if (halted.isPresent()) {
            requireStillLast(halted.get());
            return;
        }
        if (live.equals(Optional.of(earlier.revision()))) {
            throw refused(earlier.revision()
                    + " is live already: it was brought back meanwhile. Roll back again to go further back.");
        }
        HistoryEntry now = new ProvenRevisions(platform).before(live);
        if (!now.revision().equals(earlier.revision())) {
            throw refused(
                    live.map(Revision::toString).orElse("nothing")
                            + " is live now, and from that one the way back is to " + now.revision()
                            + ". Somebody deployed meanwhile. Look at what is live, and roll back again if that is still wanted.");
        }
    }

    private void requireStillLast(DeploymentId id) {
        Optional<DeploymentId> now = new ProvenRevisions(platform).halted().map(HistoryEntry::id);
        if (!now.equals(Optional.of(id))) {
            throw refused(
                    id
                            + ", which was halted, is not the last deployment any more. Look at what is live, and roll back again if that is still wanted.");
        }
    }

    private PlatformException refused(String why) {
        return PlatformException.refused("roll back to " + earlier.revision(), why);
    }
}
