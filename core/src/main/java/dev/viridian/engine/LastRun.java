package dev.viridian.engine;

import dev.viridian.Failure;
import dev.viridian.event.Event;
import dev.viridian.spi.Platform;
import dev.viridian.state.History;
import dev.viridian.state.LastDeployment;
import dev.viridian.state.RecordedDeployment;
import java.util.Optional;

/** Finds what the last deployment left unfinished. */
final class LastRun {
    private final BoundedPlatform platform;
    private final KnownNotifiers notifiers;
    private final EventLog log;
    private final Runnable keepAlive;

    /**
     * To be looked for by whoever has the lease.
     *
     * @param keepAlive renews it: whom the last deployment has to tell may not answer for longer than it lasts
     */
    LastRun(BoundedPlatform platform, KnownNotifiers notifiers, EventLog log, Runnable keepAlive) {
        this.platform = platform;
        this.notifiers = notifiers;
        this.log = log;
        this.keepAlive = keepAlive;
    }

    /**
     * The last deployment, if it was not brought to its end. One that was, but whose controller died before it told so, is told now. A
     * journal is read only where the history does not say that all is well.
     */
    Optional<RecordedDeployment> unfinished(LastDeployment last) {
        Optional<RecordedDeployment> unsettled = unsettled(platform, last);
        unsettled.ifPresent(this::settle);
        return unsettled.filter(RecordedDeployment::isUnfinished);
    }

    /** The last deployment, if nobody has told yet how it ended. Changes nothing. */
    static Optional<RecordedDeployment> unsettled(Platform platform) {
        return unsettled(platform, find(platform));
    }

    /** The same of one that was found already. */
    static Optional<RecordedDeployment> unsettled(Platform platform, LastDeployment last) {
        return last.id()
                .filter(id -> !history(platform).holds(id))
                .map(id -> RecordedDeployment.read(platform.state(), id));
    }

    /** The last deployment, whatever became of it. */
    static LastDeployment find(Platform platform) {
        return LastDeployment.find(platform.state(), platform.application());
    }

    private static History history(Platform platform) {
        return History.of(platform.state(), platform.application());
    }

    /** Why what was left unfinished goes no further: somebody wanted it aborted, or its controller ended. */
    Failure reason(RecordedDeployment unfinished) {
        return aborted(unfinished).<Failure>map(order -> order).orElseGet(() -> cutShort(unfinished));
    }

    /** Whether somebody wanted it aborted. */
    Optional<Failure.Aborted> aborted(RecordedDeployment unfinished) {
        return AbortOrders.in(platform.state()).find(unfinished.id());
    }

    private static Failure cutShort(RecordedDeployment recorded) {
        Event last = recorded.events().get(recorded.events().size() - 1);
        return new Failure.CutShort("its controller, " + recorded.writer() + ", wrote last at " + last.at()
                + ", and then ended or was paused.");
    }

    private void settle(RecordedDeployment last) {
        if (last.started().isPresent() && last.finished().isPresent()) {
            new Settlement(history(platform), new NotificationDesk(platform, notifiers, log, keepAlive))
                    .ofFormer(last.started().get(), last.finished().get(), last.events());
        }
    }
}
