package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.FaultInjector;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.SimulatedWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes of one controller's calls those go wrong that a scenario names. */
final class ScriptedFaults implements FaultInjector {
    private static final Set<Operation> CHANGES =
            EnumSet.of(Operation.CREATE, Operation.REPLACE, Operation.RESIZE, Operation.DESTROY, Operation.ROUTE);

    private final SimulatedWorld world;
    private final int controller;
    private final List<Mishap.At> calls = new ArrayList<>();
    private final List<Mishap.Meanwhile> incidents = new ArrayList<>();
    private final List<OutageNow> outages = new ArrayList<>();
    private final List<Mishap.At> happened = new ArrayList<>();
    private Optional<Storm> storm = Optional.empty();
    private boolean over;
    private boolean overtaken;
    private boolean overtakenAtAChange;

    ScriptedFaults(SimulatedWorld world, Scenario scenario, int controller) {
        this.world = world;
        this.controller = controller;
        scenario.mishaps().forEach(this::take);
    }

    /** What is known of one whose controller has died. */
    ScriptedFaults(SimulatedWorld copy, ScriptedFaults other) {
        this.world = copy;
        this.controller = other.controller;
        this.happened.addAll(other.happened);
        this.overtaken = other.overtaken;
        this.overtakenAtAChange = other.overtakenAtAChange;
        end();
    }

    private void take(Mishap mishap) {
        if (mishap instanceof Mishap.At at && at.controller() == controller) {
            calls.add(at);
        } else if (mishap instanceof Mishap.Outage outage && controller == 1) {
            outages.add(new OutageNow(outage));
        } else if (mishap instanceof Mishap.Meanwhile meanwhile && controller == 1) {
            incidents.add(meanwhile);
        } else if (mishap instanceof Mishap.Storm seeded) {
            storm = Optional.of(new Storm(seeded.seed() * 31 + controller));
        }
    }

    /** From now on all goes well. */
    void end() {
        over = true;
    }

    /** The faults that a storm has made, one by one. */
    List<Mishap.At> happened() {
        return List.copyOf(happened);
    }

    /** Whether another controller has taken over from this one. */
    boolean wasOvertaken() {
        return overtaken;
    }

    /** Whether one has while this one's call was under way that changes something in the world. */
    boolean wasOvertakenAtAChange() {
        return overtakenAtAChange;
    }

    @Override
    public Fault at(int call, Operation operation, Object subject) {
        Fault fault = over ? Fault.NONE : fault(call, operation);
        if (fault == Fault.TAKEN_OVER) {
            overtaken = true;
            overtakenAtAChange |= CHANGES.contains(operation);
        }
        return fault;
    }

    private Fault fault(int call, Operation operation) {
        for (int i = 0; i < incidents.size(); i++) {
            if (incidents.get(i).call() == call) {
                incidents.get(i).incident().happenIn(world);
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).call() == call && calls.get(i).fault().canHappenTo(operation)) {
                return calls.get(i).fault();
            }
        }
        for (int i = 0; i < outages.size(); i++) {
            if (outages.get(i).covers(operation, world.elapsed())) {
                return outages.get(i).outage.fault();
            }
        }
        return storm.isPresent() ? ofStorm(storm.get(), call, operation) : Fault.NONE;
    }

    private Fault ofStorm(Storm raging, int call, Operation operation) {
        Fault fault = raging.at(operation);
        if (fault != Fault.NONE) {
            happened.add(new Mishap.At(controller, call, fault));
        }
        return fault;
    }

    /** An outage, and how far it has come. */
    private static final class OutageNow {
        private final Mishap.Outage outage;
        private int seen;
        private Optional<Duration> end = Optional.empty();

        OutageNow(Mishap.Outage outage) {
            this.outage = outage;
        }

        boolean covers(Operation operation, Duration now) {
            if (operation != outage.operation() || ++seen < outage.from()) {
                return false;
            }
            if (end.isEmpty()) {
                end = Optional.of(now.plus(outage.lasting()));
            }
            return now.compareTo(end.get()) < 0;
        }
    }
}
