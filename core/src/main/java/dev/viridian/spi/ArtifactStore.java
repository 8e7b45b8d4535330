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

    /** Opens the pinned bits; whoever reads them proves the digest. */
    InputStream open(PinnedArtifact artifact);
}
