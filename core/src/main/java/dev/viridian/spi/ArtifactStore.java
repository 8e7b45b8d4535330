package dev.viridian.spi;

import dev.viridian.Artifact;
import java.io.InputStream;
import java.util.Set;

/**
 * Where artifacts come from. Stores are found by the scheme of an artifact's location through {@link java.util.ServiceLoader}: a
 * module on the class path that provides one is all it takes.
 */
public interface ArtifactStore {
    /** The schemes that it serves, in lower case. */
    Set<String> schemes();

    /**
     * Looks at the artifact, proves that it is whole, and pins it.
     *
     * @throws PlatformException with {@link dev.viridian.Failure.ArtifactRefused} when it is missing, empty, unreadable or not what
     *     its digest says
     */
    PinnedArtifact pin(Artifact artifact);

    /**
     * Pins the artifact for somebody who is about to fetch it, and so proves its digest anyway. A store that knows the digest without reading the bits need
     * not read them here, so that they are read once and not twice. Whatever {@link #pin} requires of the artifact, a digest, a signature, is required here, too;
     * that the bits are whole and have that digest is found out by whoever reads them. The same as {@link #pin} unless a store does better.
     *
     * @throws PlatformException with {@link dev.viridian.Failure.ArtifactRefused} when it is missing, or its digest is known not to be the one that is required
     */
    default PinnedArtifact find(Artifact artifact) {
        return pin(artifact);
    }

    /** Opens the pinned bits; whoever reads them proves the digest. */
    InputStream open(PinnedArtifact artifact);
}
