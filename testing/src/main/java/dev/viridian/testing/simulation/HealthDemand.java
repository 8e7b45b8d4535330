package dev.viridian.testing.simulation;

import dev.viridian.CompositeProbe;
import dev.viridian.Deployment;
import dev.viridian.HealthCheck;
import dev.viridian.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which questions a machine must answer well, and how often in a row, before anybody may call it proven. */
final class HealthDemand {
    /** Nothing is demanded. */
    static final HealthDemand NONE = new HealthDemand(List.of());

    private final List<HealthCheck> plain = new ArrayList<>();
    private final boolean complete;

    private HealthDemand(List<HealthCheck> checks) {
        for (HealthCheck check : checks) {
            if (!(check.probe() instanceof CompositeProbe)) {
                plain.add(check);
            }
        }
        complete = !checks.isEmpty() && plain.size() == checks.size();
    }

    /** What is demanded of the machines of that deployment; a composite check is asked part by part, and is not judged. */
    static HealthDemand of(Deployment deployment) {
        return new HealthDemand(deployment.healthChecks());
    }

    int size() {
        return plain.size();
    }

    /** How often in a row it is to be answered well, or is answered badly before a machine is taken for a sick one. */
    int inARow(int check) {
        return plain.get(check).cadence().consecutively();
    }

    /** Which of the checks asks that; -1 where it is none: a smoke test that is answered badly says nothing of a machine's health. */
    int indexOf(Probe probe) {
        for (int check = 0; check < plain.size(); check++) {
            if (Objects.equals(plain.get(check).probe(), probe)) { // Most often it is the same object.
                return check;
            }
        }
        return -1;
    }

    /** Whether each of the health checks is judged. */
    boolean isComplete() {
        return complete;
    }
}
