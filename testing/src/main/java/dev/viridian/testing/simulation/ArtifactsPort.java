package dev.viridian.testing.simulation;

import dev.viridian.Artifact;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import java.io.InputStream;
import java.util.Set;

/** The artifact store of a world, through the gate of one controller. */
final class ArtifactsPort implements ArtifactStore {
    private final SimulatedArtifacts artifacts;
    private final Gate gate;

    ArtifactsPort(SimulatedArtifacts artifacts, Gate gate) {
        this.artifacts = artifacts;
        this.gate = gate;
    }

    @Override
    public Set<String> schemes() {
        return Set.of("s3", "file", "http", "https");
    }

    @Override
    public PinnedArtifact pin(Artifact artifact) {
        return gate.read(Operation.PIN, artifact, () -> artifacts.pin(artifact));
    }

    @Override
    public InputStream open(PinnedArtifact artifact) {
        return gate.read(Operation.OPEN, artifact.location(), () -> artifacts.open(artifact));
    }
}
