package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.event.Event;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A deployment as its journal tells of it.
 *
 * @param id the deployment
 * @param events all that was written down, in order
 * @param records how many records that are
 * @param writer who wrote the last of them
 * @param fencingToken the highest with which one was written
 */
public record RecordedDeployment(DeploymentId id, List<Event> events, int records, String writer, long fencingToken) {
    /** Copies the events. */
    public RecordedDeployment {
        events = List.copyOf(events);
    }

    /**
     * Reads the journal of a deployment.
     *
     * @throws PlatformException when a record is damaged, missing, or of a newer form; it says what to do
     */
    public static RecordedDeployment read(StateStore store, DeploymentId id) {
        List<JournalRecord> records = new Records(store, id).all();
        List<Event> events = new ArrayList<>();
        long fencingToken = 0;
        for (JournalRecord record : records) {
            events.addAll(record.events());
            fencingToken = Math.max(fencingToken, record.fencingToken());
        }
        String writer =
                records.isEmpty() ? "nobody" : records.get(records.size() - 1).writer();
        return new RecordedDeployment(id, events, records.size(), writer, fencingToken);
    }

    /** How it began; empty where its controller did not get that far, and so touched nothing. */
    public Optional<Event.DeploymentStarted> started() {
        return first(Event.DeploymentStarted.class);
    }

    /** How it ended, if it did. */
    public Optional<Event.DeploymentFinished> finished() {
        return first(Event.DeploymentFinished.class);
    }

    /** Whether it was begun and not brought to its end. */
    public boolean isUnfinished() {
        return started().isPresent() && finished().isEmpty();
    }

    private <E extends Event> Optional<E> first(Class<E> kind) {
        for (Event event : events) {
            if (kind.isInstance(event)) {
                return Optional.of(kind.cast(event));
            }
        }
        return Optional.empty();
    }
}
