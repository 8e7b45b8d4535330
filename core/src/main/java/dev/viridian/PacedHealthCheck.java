package dev.viridian;

/** A probe with a cadence of its own. */
record PacedHealthCheck(Probe probe, Cadence cadence) implements HealthCheck {
    @Override
    public String toString() {
        return probe + ", " + cadence;
    }
}
