package dev.viridian;

/**
 * What a platform calls one machine, for instance {@code i-0abc12de} or {@code orders-12-1.2}.
 *
 * @param value not blank
 */
public record MachineId(String value) implements Comparable<MachineId> {
    /** Refuses a blank one. */
    public MachineId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("The id of a machine is blank.");
        }
    }

    @Override
    public int compareTo(MachineId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
