package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import dev.viridian.testing.simulation.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets a controller go on past the calls at which it dies in other scenarios, and keeps what each of these deaths would leave. It ends with
 * the last of them.
 */
final class Trunk {
    private final Set<Mishap.At> deaths;
    private final int controller;
    private final int last;
    private final Supplier<Optional<Run>> ifKilled;
    private final Map<Mishap.At, Run> left = new HashMap<>();

    /**
     * A trunk.
     *
     * @param deaths the deaths of that controller
     * @param ifKilled what there would be if it died at the call that is under way, where that can be said
     */
    Trunk(Set<Mishap.At> deaths, Supplier<Optional<Run>> ifKilled) {
        this.deaths = deaths;
        this.controller = deaths.iterator().next().controller();
        this.last = deaths.stream().mapToInt(Mishap.At::call).max().orElseThrow();
        this.ifKilled = ifKilled;
    }

    /** What the deaths leave, as far as it came to them. */
    Map<Mishap.At, Run> left() {
        return left;
    }

    /** The same faults, and past the deaths. */
    FaultInjector past(FaultInjector faults) {
        return new FaultInjector() {
            @Override
            public Fault at(int call, Operation operation, Object subject) {
                if (call > last) {
                    return Fault.KILLED_BEFORE;
                }
                keep(new Mishap.At(controller, call, Fault.KILLED_BEFORE));
                return faults.at(call, operation, subject);
            }

            @Override
            public void made(int call) {
                keep(new Mishap.At(controller, call, Fault.KILLED_AFTER));
            }
        };
    }

    private void keep(Mishap.At death) {
        if (deaths.contains(death)) {
            ifKilled.get().ifPresent(run -> left.put(death, run));
        }
    }
}
