package dev.viridian.testing.simulation;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at each change that a controller makes, and says which of the rules that always hold it breaks. It knows what is true of the
 * world, and believes nothing that the engine says.
 */
final class Rules {
    /** Writing down that the traffic will be switched, and switching it: what happens in between nobody can have looked at. */
    static final int CALLS_OF_A_SWITCH = 2;

    private final Clock clock;
    private final Estate estate;
    private final Users users;
    private final SimulatedRouter router;
    private final List<Violation> violations = new ArrayList<>();
    private Optional<EnvironmentName> home = Optional.empty();
    private int floor;
    private long switchedAt;
    private Duration bake = Duration.ZERO;
    private Duration drain = Duration.ofDays(1);
    private long highestToken;
    private boolean excused;

    Rules(Clock clock, Estate estate, Users users, SimulatedRouter router) {
        this.clock = clock;
        this.estate = estate;
        this.users = users;
        this.router = router;
    }

    /** The same in a copy of the world. */
    Rules(Clock clock, Estate estate, Users users, SimulatedRouter router, Rules other) {
        this(clock, estate, users, router);
        this.violations.addAll(other.violations);
        this.home = other.home;
        this.floor = other.floor;
        this.switchedAt = other.switchedAt;
        this.bake = other.bake;
        this.drain = other.drain;
        this.highestToken = other.highestToken;
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    boolean areBroken() {
        return !violations.isEmpty();
    }

    void broken(Rule rule, String found) {
        if (!excused) {
            violations.add(new Violation(rule, clock.now(), found));
        }
    }

    /** Whatever this breaks is nobody's fault. */
    void excusing(Runnable change) {
        excused = true;
        try {
            change.run();
        } finally {
            excused = false;
        }
    }

    /** What was promised of this deployment is held from now on. */
    void hold(Deployment deployment) {
        bake = deployment.bake();
        drain = deployment.drain();
    }

    /** What is live now is what to go back to. */
    void settle() {
        home = router.actual().sole();
        floor = home.flatMap(estate::get).map(SimulatedEnvironment::size).orElse(0);
    }

    Optional<EnvironmentName> home() {
        return home;
    }

    int floor() {
        return floor;
    }

    /** Whoever has effects must be the latest to have the lease. */
    void effect(Operation operation, Object subject, Fence fence) {
        if (fence.token() < highestToken) {
            broken(
                    Rule.ONE_CONTROLLER,
                    "a controller with fencing token " + fence.token() + " had an effect (" + operation + " " + subject
                            + ") after one with token " + highestToken + " had.");
        }
        highestToken = Math.max(highestToken, fence.token());
    }

    /** Users are sent elsewhere now. */
    void switched(TrafficSplit from, TrafficSplit to) {
        switchedAt = clock.nanos();
        for (EnvironmentName name : to.environments()) {
            if (!from.reaches(name)) {
                requireFitForTraffic(name);
            }
        }
        if (home.isPresent() && to.environments().isEmpty()) {
            broken(Rule.NO_TRAFFIC_IS_DROPPED, "traffic goes nowhere, although " + home.get() + " was live.");
        }
    }

    private void requireFitForTraffic(EnvironmentName name) {
        if (home.equals(Optional.of(name))) {
            requireFullCapacity(name);
        } else {
            requireProven(name);
        }
    }

    /**
     * Going back to what was live before: it must have all of its machines again. They are asked one after the other, and then the traffic
     * is switched; what became of one since it was asked nobody can know.
     */
    private void requireFullCapacity(EnvironmentName name) {
        long looked = router.toldAt() - floor;
        int running = estate.get(name)
                .map(environment -> environment.runningAsFarAsIsKnown(looked))
                .orElse(0);
        if (running < floor) {
            broken(
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "traffic goes back to " + name + " with " + running + " machines, where " + floor
                            + " served before.");
        }
    }

    private void requireProven(EnvironmentName name) {
        Optional<SimulatedEnvironment> environment = estate.get(name);
        if (environment.isEmpty() || !environment.get().isProven()) {
            broken(
                    Rule.TRAFFIC_ONLY_TO_PROVEN,
                    "traffic goes to " + name
                            + ", whose machines have not all answered well as often in a row as they must.");
        } else if (environment.get().sizeAsFarAsIsKnown(router.toldAt()) < floor) {
            broken(
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "traffic goes to " + name + " with " + environment.get().size() + " machines, where " + floor
                            + " served before.");
        }
    }

    /**
     * It is about to be removed. A platform refuses that where it gets traffic, so that nothing is dropped, and a controller that was shown often enough that it
     * gets none could not know better; any other must not come that far.
     */
    void removing(EnvironmentName name, boolean longShownWithoutTraffic) {
        if (estate.get(name).isEmpty()) {
            return;
        }
        if (router.actual().reaches(name)) {
            if (!longShownWithoutTraffic) {
                broken(Rule.NO_TRAFFIC_IS_DROPPED, name + " is removed while it gets traffic.");
            }
        } else if (users.stragglersCome(name)) {
            broken(
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    name + " is removed while users still come to it that were sent there before.");
        } else if (users.inFlight(name) > 0 && clock.nanos() - users.leftAt(name) < drain.toNanos()) {
            broken(
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    name + " is removed while " + users.inFlight(name)
                            + " requests are in flight to it, before its time to drain is over.");
        }
        if (home.equals(Optional.of(name))) {
            requireSuccessor(name);
        }
    }

    private void requireSuccessor(EnvironmentName former) {
        Optional<EnvironmentName> successor = router.actual().sole().filter(sole -> !sole.equals(former));
        if (successor.isEmpty()) {
            broken(
                    Rule.LAST_PROVEN_IS_KEPT,
                    former + " is removed, and no successor has all of the traffic: it goes " + router.actual() + ".");
        } else if (clock.nanos() - switchedAt < bake.toNanos()) {
            broken(
                    Rule.LAST_PROVEN_IS_KEPT,
                    former + " is removed " + Duration.ofNanos(clock.nanos() - switchedAt)
                            + " after the traffic was switched, before its successor is baked.");
        } else {
            settle();
        }
    }

    /** It is about to have another size. */
    void resizing(EnvironmentName name, int machines) {
        if (home.equals(Optional.of(name)) && machines < floor) {
            broken(
                    Rule.LAST_PROVEN_IS_KEPT,
                    name + ", the last proven environment, is reduced from " + floor + " to " + machines
                            + " machines.");
        }
    }

    /** One of its machines is about to be torn down. */
    void replacing(EnvironmentName name, SimulatedMachine machine) {
        if (machine.serves() && !machine.seemsSick() && router.actual().reaches(name)) {
            broken(
                    Rule.NO_TRAFFIC_IS_DROPPED,
                    "machine " + machine.id() + " is torn down while it serves users and answers well.");
        }
    }
}
