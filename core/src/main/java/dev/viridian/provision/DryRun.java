package dev.viridian.provision;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What provisioning a machine would change.
 *
 * @param steps each step and what it found, in order
 */
public record DryRun(List<Look> steps) {
    /** Copies the steps. */
    public DryRun {
        steps = List.copyOf(steps);
    }

    /** Whether nothing would be changed. */
    public boolean changesNothing() {
        return steps.stream().allMatch(look -> look.changes().isEmpty());
    }

    /** What would be changed, for people. */
    @Override
    public String toString() {
        return steps.stream().map(Look::toString).collect(Collectors.joining("\n"));
    }

    /**
     * One step, looked at.
     *
     * @param step what it is called
     * @param changes what it would change, line by line, secrets masked; empty for nothing
     */
    public record Look(String step, List<String> changes) {
        /** Copies the changes. */
        public Look {
            changes = List.copyOf(changes);
        }

        @Override
        public String toString() {
            return changes.isEmpty() ? "  = " + step : "  ~ " + step + "\n      " + String.join("\n      ", changes);
        }
    }
}
