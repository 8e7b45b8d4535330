package dev.viridian.provision;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import dev.viridian.spi.PlatformException;
import java.util.Optional;

/** How artifacts come to a host. */
public interface HostArtifacts {
    /**
     * The artifact pinned: its version and digest. A store that knows the digest without reading the bits, as that of S3 does, makes that a small request
     * ({@link dev.viridian.spi.ArtifactStore#find}); what is fetched is proven by it.
     *
     * @throws PlatformException with {@link dev.viridian.Failure.ArtifactRefused} when it is not there, or not what was asked for
     */
    Revision pin(Artifact artifact);

    /** The revision that is unpacked in this folder, whole; empty for anything else that may be there. */
    Optional<String> unpackedDigest(String folder);

    /**
     * Fetches, proves and unpacks an artifact into a folder in one pass: afterwards either all of it is there or nothing.
     *
     * @param folder a folder that is not there, or holds this revision already
     * @throws PlatformException with {@link dev.viridian.Failure.ArtifactRefused} or {@link dev.viridian.Failure.DiskFull}
     */
    void unpack(Artifact artifact, Revision revision, String folder);

    /** Fetches and proves an artifact as a file: afterwards it is there as a whole, or not at all. */
    void download(Artifact artifact, Revision revision, String file);

    /** The SHA-256 digest of a file of this host, if it is there. */
    Optional<String> digestOf(String file);
}
