package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import dev.viridian.provision.HostArtifacts;
import java.util.Optional;

/** Artifacts with which something else is done; as it is, it alters nothing. */
class AlteredArtifacts implements HostArtifacts {
    final HostArtifacts real;

    AlteredArtifacts(HostArtifacts real) {
        this.real = real;
    }

    @Override
    public Revision pin(Artifact artifact) {
        return real.pin(artifact);
    }

    @Override
    public Optional<String> unpackedDigest(String folder) {
        return real.unpackedDigest(folder);
    }

    @Override
    public void unpack(Artifact artifact, Revision revision, String folder) {
        real.unpack(artifact, revision, folder);
    }

    @Override
    public void download(Artifact artifact, Revision revision, String file) {
        real.download(artifact, revision, file);
    }

    @Override
    public Optional<String> digestOf(String file) {
        return real.digestOf(file);
    }
}
