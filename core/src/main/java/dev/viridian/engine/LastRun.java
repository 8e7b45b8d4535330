package dev.viridian.engine;

import dev.viridian.DeploymentId;
import dev.viridian.spi.Platform;
import dev.viridian.state.History;
import dev.viridian.state.Journal;
import dev.viridian.state.RecordedDeployment;
import java.util.Optional;

/** Finds what the last deployment left unfinished. */
final class LastRun {
    private final Platform platform;
    private final KnownNotifiers notifiers;
    private final EventLog log;

    LastRun(Platform platform, KnownNotifiers notifiers, EventLog log) {
        this.platform = platform;
        this.notifiers = notifiers;
        this.log = log;
    }

    /**
     * The last deployment, if it was not brought to its end. One that was, but whose controller died before it told so, is told now. A
     * journal is read only where the history does not say that all is well.
     */
    Optional<RecordedDeployment> unfinished() {
        History history = History.of(platform.state(), platform.application());
        Optional<RecordedDeployment> unsettled = Journal.lastId(platform.state(), platform.application())
                .filter(id -> !history.holds(id))
                .map(this::read);
        unsettled.ifPresent(last -> settle(history, last));
        return unsettled.filter(RecordedDeployment::isUnfinished);
    }

    private RecordedDeployment read(DeploymentId id) {
        return RecordedDeployment.read(platform.state(), id);
    }

    private void settle(History history, RecordedDeployment last) {
        if (last.started().isPresent() && last.finished().isPresent()) {
            new Settlement(history, new NotificationDesk(platform, notifiers, log, () -> {}))
                    .of(last.started().get(), last.finished().get(), last.events());
        }
    }
}
