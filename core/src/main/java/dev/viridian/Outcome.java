package dev.viridian;

/** How a deployment ended. */
public enum Outcome {
    /** The new revision is live. */
    DEPLOYED,
    /** It failed; what was live before is live, and what the deployment made is gone. */
    ROLLED_BACK,
    /** It failed; what was live before is live, and the candidate is kept out of traffic for examination. */
    QUARANTINED,
    /** It failed and was left as it is, because the deployment said so or because rolling back failed too: a person must look. */
    HALTED,
    /** It was refused before anything was touched. */
    REFUSED
}
