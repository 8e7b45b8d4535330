package dev.viridian.testing.simulation;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.TrafficRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** The router of a world, through the gate of one controller. */
final class TrafficPort implements TrafficRouter {
    private static final Optional<Machine> ENTRY = Optional.of(
            new Machine(SimulatedProbes.ENTRY, "127.0.0.1", 80, Machine.State.RUNNING, "where users come in"));

    /** As often as an environment is to be seen without traffic before it is removed: three times after the switch, and twice when it is drained. */
    private static final int LOOKS = 5;

    private final SimulatedWorld world;
    private final Gate gate;
    private final Deque<TrafficSplit> shown = new ArrayDeque<>();

    TrafficPort(SimulatedWorld world, Gate gate) {
        this.world = world;
        this.gate = gate;
    }

    @Override
    public TrafficSplit observed() {
        TrafficSplit observed = gate.read(Operation.OBSERVE, "", new Gate.Question<>() {
            @Override
            public TrafficSplit now() {
                return world.router().actual();
            }

            @Override
            public TrafficSplit before() {
                return world.router().before();
            }

            @Override
            public TrafficSplit nothing() {
                return TrafficSplit.nowhere();
            }
        });
        shown.addLast(observed);
        if (shown.size() > LOOKS) {
            shown.removeFirst();
        }
        return observed;
    }

    /** Whether all that its controller was shown of late was that no traffic goes there, true or not. */
    boolean wasLongShownWithout(EnvironmentName name) {
        return shown.size() == LOOKS && shown.stream().noneMatch(split -> split.reaches(name));
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        gate.change(
                Operation.ROUTE,
                desired,
                fence,
                (delay, whole) ->
                        world.router().route(desired, delay.plus(world.draft().convergence), world.calledInAll()));
    }

    @Override
    public OptionalLong inFlight(EnvironmentName name) {
        return gate.read(Operation.COUNT_IN_FLIGHT, name, new Gate.Question<>() {
            @Override
            public OptionalLong now() {
                return OptionalLong.of(world.users().inFlight(name));
            }

            @Override
            public OptionalLong nothing() {
                return OptionalLong.empty();
            }
        });
    }

    @Override
    public OptionalLong requests(EnvironmentName name, Instant since) {
        return gate.read(Operation.COUNT_REQUESTS, name, new Gate.Question<>() {
            @Override
            public OptionalLong now() {
                return OptionalLong.of(world.users().requests(name, since));
            }

            @Override
            public OptionalLong nothing() {
                return OptionalLong.empty();
            }
        });
    }

    @Override
    public Duration stragglersComeFor() {
        return world.draft().stragglers;
    }

    @Override
    public Optional<Machine> entry() {
        return gate.read(Operation.FIND_ENTRY, "", new Gate.Question<>() {
            @Override
            public Optional<Machine> now() {
                return ENTRY;
            }

            @Override
            public Optional<Machine> nothing() {
                return Optional.empty();
            }
        });
    }
}
