package dev.viridian;

import java.util.ArrayList;
import java.util.List;

/** A deployment that has a strategy and an artifact; how to know that it is well is missing. */
public final class NeedsHealthCheck {
    private final Strategy strategy;
    private final Artifact artifact;

    NeedsHealthCheck(Strategy strategy, Artifact artifact) {
        this.strategy = strategy;
        this.artifact = artifact;
    }

    /** A machine may take traffic when it passes all of these. */
    public Deployment healthCheck(HealthCheck first, HealthCheck... more) {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(first);
        checks.addAll(List.of(more));
        return Deployment.of(strategy, artifact, checks);
    }
}
