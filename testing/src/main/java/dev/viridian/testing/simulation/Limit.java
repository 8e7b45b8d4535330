package dev.viridian.testing.simulation;

/** A time by which a task must have ended, perhaps within that of a task around it. */
final class Limit {
    static final Limit NONE = new Limit();

    private final long deadline;
    private final Limit effective;

    private Limit() {
        this.deadline = Long.MAX_VALUE;
        this.effective = this;
    }

    Limit(long deadline, Limit outer) {
        this.deadline = deadline;
        this.effective = outer.effective.deadline <= deadline ? outer.effective : this;
    }

    long deadline() {
        return deadline;
    }

    /** The one that ends first: this one, or one around it. */
    Limit effective() {
        return effective;
    }
}
