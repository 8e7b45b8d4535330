package dev.viridian.testing.simulation;

import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import java.time.Duration;
import java.util.function.Consumer;

/** A machine of the world: what it looks like from outside, and what is true of it. */
final class SimulatedMachine {
    private static final int FIRST_PORT = 20_000;

    private final Fate fate;
    private final Runnable changed;
    private final HealthDemand demand;
    private final int[] inARow;
    private Machine seen;
    private boolean sick;
    private boolean gone;
    private long endedAt = -1;

    SimulatedMachine(MachineId id, int number, Fate fate, HealthDemand demand, Runnable changed) {
        this.fate = fate;
        this.changed = changed;
        this.demand = demand;
        this.inARow = new int[demand.size()];
        this.seen = new Machine(id, "127.0.0.1", FIRST_PORT + number, Machine.State.STARTING, "it is booting");
    }

    /** The same in a copy of the world. */
    SimulatedMachine(SimulatedMachine other, Runnable changed) {
        this.fate = other.fate;
        this.changed = changed;
        this.demand = other.demand;
        this.inARow = other.inARow.clone();
        this.seen = other.seen;
        this.sick = other.sick;
        this.gone = other.gone;
        this.endedAt = other.endedAt;
    }

    /** Lets it live its life on that clock. */
    void liveBy(Clock clock, Duration usualBoot) {
        if (fate.everBoots()) {
            Duration boot = fate.boot().orElse(usualBoot);
            clock.after(boot, later(machine -> machine.become(Machine.State.RUNNING, "")));
            for (Fate.Sickness sickness : fate.sicknesses()) {
                clock.after(boot.plus(sickness.from()), later(machine -> machine.sick(true)));
                clock.after(boot.plus(sickness.to()), later(machine -> machine.sick(false)));
            }
            if (fate.endsByItself()) {
                clock.after(boot.plus(fate.life()), later(machine -> machine.become(Machine.State.FAILED, fate.end())));
            }
        }
    }

    /** What becomes of it later, unless it is gone by then. */
    private Due later(Consumer<SimulatedMachine> change) {
        MachineId id = id();
        return world -> world.estate().machine(id).ifPresent(change);
    }

    /** It runs already, and was proven by an earlier deployment. */
    void runsAlready() {
        seen = new Machine(seen.id(), seen.host(), seen.port(), Machine.State.RUNNING, "");
        for (int check = 0; check < inARow.length; check++) {
            inARow[check] = demand.inARow(check);
        }
    }

    Machine seen() {
        return seen;
    }

    MachineId id() {
        return seen.id();
    }

    /** Whether it would answer a user. */
    boolean serves() {
        return !gone && !sick && seen.state() == Machine.State.RUNNING;
    }

    boolean isRunning() {
        return !gone && seen.state() == Machine.State.RUNNING;
    }

    /** Whether it has answered so many questions well in a row that it may get traffic. */
    boolean isProven() {
        for (int check = 0; check < inARow.length; check++) {
            if (inARow[check] < demand.inARow(check)) {
                return false;
            }
        }
        return true;
    }

    /** Whether whoever asks must take it for a sick one, wrongly or not; where not all that is asked is judged nobody can say. */
    boolean seemsSick() {
        for (int check = 0; check < inARow.length; check++) {
            if (-inARow[check] >= demand.inARow(check)) {
                return true;
            }
        }
        return !demand.isComplete();
    }

    /** Counts an answer to a health check: in a row well ones upwards, bad ones downwards. */
    void answered(Probe probe, boolean well) {
        int check = demand.indexOf(probe);
        if (check >= 0) {
            int before = inARow[check];
            inARow[check] = well ? Math.max(before, 0) + 1 : Math.min(before, 0) - 1;
        }
    }

    boolean isThere() {
        return !gone;
    }

    void remove() {
        gone = true;
    }

    /** Whether it runs, as far as whoever makes that call can know. */
    boolean isRunningAsFarAsIsKnown(long call) {
        return isRunning() || (endedAt >= 0 && call - endedAt < Rules.CALLS_OF_A_SWITCH);
    }

    /** It ends while that call is under way. */
    void endAt(long call, String detail) {
        endedAt = call;
        become(Machine.State.FAILED, detail);
    }

    void become(Machine.State state, String detail) {
        if (!gone && seen.state() != Machine.State.FAILED) {
            seen = new Machine(seen.id(), seen.host(), seen.port(), state, detail);
            changed.run();
        }
    }

    void sick(boolean now) {
        if (!gone && sick != now) {
            sick = now;
            changed.run();
        }
    }
}
