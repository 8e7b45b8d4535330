package dev.viridian;

import java.net.URI;

/** A deployment that has a strategy; what to deploy is missing. */
public final class NeedsArtifact {
    private final Strategy strategy;

    NeedsArtifact(Strategy strategy) {
        this.strategy = strategy;
    }

    /** Deploys the artifact at this location, for instance {@code s3://releases/orders/1.4.2/orders.tar.gz}. */
    public NeedsHealthCheck artifact(String location) {
        return artifact(Artifact.of(location));
    }

    /** Deploys the artifact at this location. */
    public NeedsHealthCheck artifact(URI location) {
        return artifact(Artifact.of(location));
    }

    /** Deploys this artifact. */
    public NeedsHealthCheck artifact(Artifact artifact) {
        return new NeedsHealthCheck(strategy, artifact);
    }
}
