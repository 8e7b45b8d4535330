package dev.viridian;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of machines running one revision, as it was when the platform was asked.
 *
 * @param name its name
 * @param revision what it runs
 * @param size how many machines it is meant to have
 * @param machines those it has, in the order they were made
 * @param properties what the application's configuration says, for instance {@code db.url}; may hold secrets and is never printed
 */
public record Environment(
        EnvironmentName name, Revision revision, int size, List<Machine> machines, Map<String, String> properties) {
    /** Copies the collections. */
    public Environment {
        machines = List.copyOf(machines);
        properties = Map.copyOf(properties);
    }

    /** The machine of that id, if it is still there. */
    public Optional<Machine> machine(MachineId id) {
        return machines.stream().filter(machine -> machine.id().equals(id)).findFirst();
    }

    /** Its name, revision and machines; never its properties. */
    @Override
    public String toString() {
        return name + " running " + revision + " on " + machines.size() + " of " + size + " machines";
    }
}
