package dev.viridian.testing.simulation;

/** The kinds of calls that a controller makes of a platform. */
public enum Operation {
    /** {@code ArtifactStore.pin}. */
    PIN("pin the artifact", Kind.READ),
    /** {@code ArtifactStore.open}. */
    OPEN("open the artifact", Kind.READ),
    /** {@code Environments.create}. */
    CREATE("create", Kind.CHANGE),
    /** {@code Environments.find}. */
    FIND("find", Kind.READ),
    /** {@code Environments.list}. */
    LIST("list environments", Kind.READ),
    /** {@code Environments.replace}. */
    REPLACE("replace machine", Kind.CHANGE),
    /** {@code Environments.resize}. */
    RESIZE("resize", Kind.CHANGE),
    /** {@code Environments.examine}. */
    EXAMINE("examine", Kind.READ),
    /** {@code Environments.destroy}. */
    DESTROY("destroy", Kind.CHANGE),
    /** {@code TrafficRouter.observed}. */
    OBSERVE("read the routing", Kind.READ),
    /** {@code TrafficRouter.route}. */
    ROUTE("route to", Kind.CHANGE),
    /** {@code TrafficRouter.inFlight}. */
    COUNT_IN_FLIGHT("count in flight to", Kind.READ),
    /** {@code TrafficRouter.requests}. */
    COUNT_REQUESTS("count requests to", Kind.READ),
    /** {@code TrafficRouter.entry}. */
    FIND_ENTRY("find the entry", Kind.READ),
    /** {@code Probes.ask}. */
    ASK("ask", Kind.QUESTION),
    /** {@code StateStore.read}. */
    READ_STATE("read state", Kind.STATE_READ),
    /** {@code StateStore.list}. */
    LIST_STATE("list state", Kind.STATE_READ),
    /** {@code StateStore.createIfAbsent}. */
    CREATE_STATE("create state", Kind.STATE_CHANGE),
    /** {@code StateStore.replace}. */
    REPLACE_STATE("replace state", Kind.STATE_CHANGE),
    /** {@code StateStore.delete}. */
    DELETE_STATE("delete state", Kind.STATE_CHANGE),
    /** {@code Platform.deliver}. */
    DELIVER("deliver a notification by", Kind.DELIVERY),
    /** {@code Time.sleep}. */
    SLEEP("sleep", Kind.SLEEP);

    /** What of a call can go wrong depends on what it is. */
    enum Kind {
        READ(1),
        CHANGE(2),
        QUESTION(4),
        STATE_READ(8),
        STATE_CHANGE(16),
        DELIVERY(32),
        SLEEP(64);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }

        /** What stands for it in a sum of several. */
        int bit() {
            return bit;
        }
    }

    private final String words;
    private final Kind kind;

    Operation(String words, Kind kind) {
        this.words = words;
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** What the controller is doing, for people: {@code route to}. */
    @Override
    public String toString() {
        return words;
    }
}
