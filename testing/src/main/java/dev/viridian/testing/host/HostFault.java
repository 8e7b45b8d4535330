package dev.viridian.testing.host;

import dev.viridian.testing.host.HostCall.Kind;
import java.util.Arrays;

/** What can go wrong when something is asked of a machine. */
public enum HostFault {
    /** Nothing goes wrong. */
    NONE("nothing"),
    /** An error, and nothing happened. */
    FAILS("fails before its effect", Kind.values()),
    /** An error, although it was done. */
    ANSWER_LOST("is done, but seems to fail", Kind.CHANGE, Kind.WRITE),
    /** No answer until the step's limit has passed, and nothing happened. */
    HANGS("hangs", Kind.values()),
    /** There is no space for it. */
    DISK_FULL("finds the disk full", Kind.WRITE),
    /** The provisioning is killed before it, and started again. */
    KILLED_BEFORE("is where the provisioning is killed, before it", Kind.values()),
    /** The provisioning is killed right after it, and started again. */
    KILLED_AFTER("is where the provisioning is killed, after it", Kind.values());

    private final String words;
    private final int kinds;

    HostFault(String words, Kind... kinds) {
        this.words = words;
        this.kinds = Arrays.stream(kinds).mapToInt(Kind::bit).sum();
    }

    /** Whether it can happen to such a call. */
    public boolean canHappenTo(Kind kind) {
        return (kinds & kind.bit()) != 0;
    }

    /** Whether the provisioning does not live on. */
    public boolean kills() {
        return this == KILLED_BEFORE || this == KILLED_AFTER;
    }

    /** What happens, for people. */
    @Override
    public String toString() {
        return words;
    }
}
