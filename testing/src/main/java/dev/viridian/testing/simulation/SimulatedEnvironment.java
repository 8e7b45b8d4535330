package dev.viridian.testing.simulation;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An environment of the world. */
final class SimulatedEnvironment {
    private final EnvironmentName name;
    private final Revision revision;
    private final Map<String, String> properties;
    private final List<SimulatedMachine> machines = new ArrayList<>();
    private int size;
    private int sizeBefore;
    private long shrunkAt = -1;
    private Optional<Environment> seen = Optional.empty();
    private Optional<Environment> before = Optional.empty();
    private boolean isNew = true;
    private int atFirst;

    SimulatedEnvironment(EnvironmentName name, Revision revision, Map<String, String> properties) {
        this.name = name;
        this.revision = revision;
        this.properties = properties;
    }

    /** The same in a copy of the world, without its machines. */
    SimulatedEnvironment(SimulatedEnvironment other) {
        this(other.name, other.revision, other.properties);
        this.size = other.size;
        this.sizeBefore = other.sizeBefore;
        this.shrunkAt = other.shrunkAt;
        this.seen = other.seen;
        this.before = other.before;
        this.isNew = other.isNew;
        this.atFirst = other.atFirst;
    }

    EnvironmentName name() {
        return name;
    }

    Revision revision() {
        return revision;
    }

    int size() {
        return size;
    }

    List<SimulatedMachine> machines() {
        return machines;
    }

    /** The id of a machine of it: of those that it began with by 1 and so on, and of those made since by the number that they have in the world. */
    MachineId id(int number) {
        return new MachineId(name + "." + (atFirst + number));
    }

    Optional<SimulatedMachine> machine(MachineId id) {
        for (SimulatedMachine machine : machines) {
            if (machine.id().equals(id)) {
                return Optional.of(machine);
            }
        }
        return Optional.empty();
    }

    void resize(int wanted) {
        size = wanted;
        changed();
    }

    /** Somebody else makes it smaller, while that call is under way. */
    void shrink(int wanted, long call) {
        sizeBefore = size;
        shrunkAt = call;
        resize(wanted);
    }

    /** Its size, as far as whoever makes that call can know. */
    int sizeAsFarAsIsKnown(long call) {
        return shrunkAt > call - Rules.CALLS_OF_A_SWITCH && shrunkAt >= 0 ? sizeBefore : size;
    }

    /** How many of its machines run, as far as whoever looked before that call can know. */
    int runningAsFarAsIsKnown(long call) {
        int running = sizeAsFarAsIsKnown(call) - size;
        for (SimulatedMachine machine : machines) {
            running += machine.isRunningAsFarAsIsKnown(call) ? 1 : 0;
        }
        return running;
    }

    /** What is seen of it is another thing from now on. */
    void changed() {
        if (seen.isPresent()) {
            before = seen;
            seen = Optional.empty();
        }
    }

    /** As it is now. */
    Environment seen() {
        if (seen.isEmpty()) {
            seen = Optional.of(new Environment(name, revision, size, machinesSeen(), properties));
        }
        return seen.get();
    }

    private List<Machine> machinesSeen() {
        List<Machine> all = new ArrayList<>(machines.size());
        for (SimulatedMachine machine : machines) {
            all.add(machine.seen());
        }
        return all;
    }

    /** As it was before its last change that anybody could see; empty where it was not there. */
    Optional<Environment> seenBefore() {
        return isNew ? before : before.or(() -> Optional.of(seen()));
    }

    /** It has been there for long: nobody remembers a time without it. */
    void isOld() {
        isNew = false;
        atFirst = machines.size();
        seen = Optional.of(seen());
        before = Optional.empty();
    }

    int serving() {
        int serving = 0;
        for (SimulatedMachine machine : machines) {
            serving += machine.serves() ? 1 : 0;
        }
        return serving;
    }

    int running() {
        int running = 0;
        for (SimulatedMachine machine : machines) {
            running += machine.isRunning() ? 1 : 0;
        }
        return running;
    }

    /** Whether it has all of its machines and each of them is proven, though it may have ended since. */
    boolean isProven() {
        if (machines.size() < size || size == 0) {
            return false;
        }
        for (SimulatedMachine machine : machines) {
            if (!machine.isProven()) {
                return false;
            }
        }
        return true;
    }
}
