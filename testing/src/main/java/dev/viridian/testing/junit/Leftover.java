package dev.viridian.testing.junit;

/** What a test can leave behind, and must not unless it {@linkplain MayLeave says so}. */
public enum Leftover {
    /** An environment that gets no traffic and is not in quarantine. */
    ENVIRONMENT,
    /** A lease that was not given back. */
    LEASE,
    /** A notification that was not delivered to all who were to hear of it. */
    NOTIFICATION,
    /** A rule that always holds and was broken. Only a simulated world sees that. */
    BROKEN_RULE
}
