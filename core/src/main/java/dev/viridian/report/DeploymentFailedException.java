package dev.viridian.report;

import java.util.Objects;

/** A deployment failed; the message tells how it went. */
public final class DeploymentFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient DeploymentResult result;

    DeploymentFailedException(DeploymentResult result) {
        super(result.summary() + "\n" + result.timeline());
        this.result = result;
    }

    /** How it ended. */
    public DeploymentResult result() {
        return Objects.requireNonNull(result, "a deserialized DeploymentFailedException has no result");
    }
}
