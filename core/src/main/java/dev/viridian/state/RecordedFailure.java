package dev.viridian.state;

import dev.viridian.Failure;
import dev.viridian.MachineId;
import java.util.Optional;

/** A failure of a kind that a platform or a user added, as the journal remembers it. */
record RecordedFailure(String kind, String message, Optional<MachineId> machine) implements Failure.Custom {
    /** As it was written: one that was read is not wrapped again. */
    static RecordedFailure of(Failure failure) {
        return failure instanceof RecordedFailure recorded
                ? recorded
                : new RecordedFailure(failure.getClass().getSimpleName(), failure.message(), failure.machine());
    }
}
