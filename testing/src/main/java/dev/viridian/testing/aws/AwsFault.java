package dev.viridian.testing.aws;

/** What can go wrong at a call of AWS: what the caller sees, and what really happened. */
public enum AwsFault {
    /** The service has trouble of its own (status 500), and nothing happened. */
    FAILS,
    /** The connection breaks after the effect took place: the caller cannot know. */
    ANSWER_LOST,
    /** The service says that it is asked too often, by the code that this service has for it, and nothing happened. */
    THROTTLED,
    /** No answer until the caller's time for the call is over, and nothing happened. */
    HANGS,
    /**
     * A read is answered with what was true before the last change; a call that is no read goes well. Where nothing earlier was asked with the
     * same request there is nothing else to answer than what is true now.
     */
    STALE,
    /** The credentials' time is over, and nothing happened. */
    EXPIRED,
    /** The caller has no permission, and nothing happened. */
    DENIED
}
