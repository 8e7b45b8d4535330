package dev.viridian.testing.simulation;

/** The rules that always hold, by the numbers that {@code docs/architecture.md} gives them. */
public enum Rule {
    /** Users' traffic goes only to an environment that is proven healthy in this deployment, or was live before it. */
    TRAFFIC_ONLY_TO_PROVEN(1, "traffic goes only to what is proven"),
    /** The last proven environment is kept, at full capacity, until its successor is live, proven and baked. */
    LAST_PROVEN_IS_KEPT(2, "the last proven environment is kept"),
    /** Traffic never falls below the capacity floor; no request is dropped by cutover, drain or retirement. */
    NO_TRAFFIC_IS_DROPPED(3, "no traffic is dropped"),
    /** Every run ends, within the bound that its plan states. */
    ENDS_IN_TIME(4, "every run ends in time"),
    /** At its end exactly one environment is live, and nothing that the deployment made is left over. */
    NOTHING_IS_LEFT(5, "nothing is left over"),
    /** A run that was killed and resumed ends in a state that an unkilled run could have ended in. */
    ENDS_AS_UNKILLED(6, "a killed run ends like an unkilled one"),
    /** At most one controller has effects on an application at a time; a fenced one has none. */
    ONE_CONTROLLER(7, "one controller has effects"),
    /** Every failure and every outcome is notified exactly once, with its cause. */
    NOTIFIED_ONCE(8, "everything is notified once"),
    /** Whatever was changed for the duration of the deployment is put back. */
    PUT_BACK(9, "what was changed is put back"),
    /** An answer that says nothing is never taken for a good one. */
    SILENCE_IS_NOT_GOOD(10, "silence is not a good answer"),
    /** No secret is in a journal, log, notification or report. */
    NO_SECRETS(11, "no secret gets out");

    private final int number;
    private final String words;

    Rule(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** The rule in a few words. */
    @Override
    public String toString() {
        return words;
    }
}
