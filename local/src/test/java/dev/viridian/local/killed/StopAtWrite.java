package dev.viridian.local.killed;

/**
 * Where a controller stops in order to be killed: right before or right after a change of its state store.
 *
 * @param write which of its changes, counted from 1; 0 for none
 * @param before whether the change is not to be made any more
 */
record StopAtWrite(int write, boolean before) {
    static final StopAtWrite NEVER = new StopAtWrite(0, true);

    boolean isBefore(int number) {
        return before && number == write;
    }

    boolean isAfter(int number) {
        return !before && number == write;
    }

    @Override
    public String toString() {
        return write == 0 ? "never" : (before ? "before" : "after") + " write " + write;
    }
}
