package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Between which calls of a controller nothing happens: no time passes, nobody else makes a call, no event is told, and no code of the
 * deployment's own runs. Whether the controller dies after the first of two such calls or before the second is the same.
 */
final class Lulls {
    private final Map<Place, Moment> begun = new HashMap<>();

    private record Place(int controller, int call) {}

    /**
     * How far a run has come.
     *
     * @param now the time in its world
     * @param told how many events its controllers have told
     * @param ownWork how often code of the deployment's own has run
     */
    record Moment(Instant now, int told, long ownWork) {}

    /** The same faults, and writes down how far the run has come whenever that controller begins a call. */
    FaultInjector watching(FaultInjector injector, int controller, Supplier<Moment> moment) {
        return (call, operation, subject) -> {
            begun.put(new Place(controller, call), moment.get());
            return injector.at(call, operation, subject);
        };
    }

    /**
     * After which of a controller's calls nothing happens until its next one begins, by their numbers.
     *
     * @param calls all that were made in the run, by whomever
     */
    Set<Integer> after(List<Call> calls, int controller) {
        Set<Integer> found = new HashSet<>();
        for (int i = 0; i + 1 < calls.size(); i++) {
            if (calls.get(i).controller() == controller && isLull(calls.get(i), calls.get(i + 1))) {
                found.add(calls.get(i).number());
            }
        }
        return found;
    }

    private boolean isLull(Call call, Call next) {
        if (call.controller() != next.controller()
                || call.number() + 1 != next.number()
                || call.fault() != Fault.NONE) {
            return false;
        }
        Optional<Moment> before = begun(call);
        Optional<Moment> after = begun(next);
        return before.isPresent()
                && after.isPresent()
                && after.get()
                        .equals(new Moment(
                                call.at(), before.get().told(), before.get().ownWork()));
    }

    private Optional<Moment> begun(Call call) {
        return Optional.ofNullable(begun.get(new Place(call.controller(), call.number())));
    }
}
