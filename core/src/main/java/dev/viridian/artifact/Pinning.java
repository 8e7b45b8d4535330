package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Pins an artifact by reading it through once: what every artifact store does when it has found the bits. It proves that the archive
 * is whole (a tar to its end, a gzip to its checksum, a zip to its directory) and that it has the digest that was asked for, or else
 * the one that lies beside it; without either it takes the digest that it has.
 */
public final class Pinning {
    private final Artifact artifact;
    private final ArchiveFormat format;
    private final String location;
    private final Optional<DigestFile> beside;
    private final Optional<SignatureFile> signature;

    private Pinning(
            Artifact artifact,
            ArchiveFormat format,
            String location,
            Optional<DigestFile> beside,
            Optional<SignatureFile> signature) {
        this.artifact = artifact;
        this.format = format;
        this.location = location;
        this.beside = beside;
        this.signature = signature;
    }

    /**
     * Of an artifact that has no digest beside it.
     *
     * @throws PlatformException with {@link Failure.ArtifactRefused} when its name tells no archive format that is known
     */
    public static Pinning of(Artifact artifact) {
        ArchiveFormat format =
                ArchiveFormat.of(artifact).orElseThrow(() -> new PlatformException(unknownFormat(artifact)));
        return new Pinning(artifact, format, artifact.location(), Optional.empty(), Optional.empty());
    }

    /** Where exactly these bits are, when that is not the artifact's own location: such as one version of an object. */
    public Pinning at(String exactly) {
        return new Pinning(artifact, format, exactly, beside, signature);
    }

    /** With the digest that lies beside it. */
    public Pinning beside(DigestFile file) {
        return new Pinning(artifact, format, location, Optional.of(file), signature);
    }

    /** With the signature that lies beside it; an artifact that asks for one ({@link Artifact#verifier()}) is refused without. */
    public Pinning signed(SignatureFile file) {
        return new Pinning(artifact, format, location, beside, Optional.of(file));
    }

    /**
     * Reads the bits to their end, leaves them open, and pins them.
     *
     * @throws PlatformException with {@link Failure.ArtifactRefused} when they are not whole or not what was asked for, and with
     *     {@link Failure.CallFailed} when they cannot be read
     */
    public PinnedArtifact pin(InputStream bits) {
        requireSignature();
        Source source = new Source(new LeftOpen(bits));
        try {
            Wholeness.prove(source, format);
        } catch (ArchiveRefused.CutOff e) {
            throw refused(
                    e.getMessage() + "; the artifact has " + source.count() + " bytes. Upload or build it again.", e);
        } catch (ArchiveRefused e) {
            throw refused(e.getMessage() + " Expected a sound " + format + " archive, as its name says.", e);
        } catch (SourceFailed e) {
            throw PlatformException.passing("read artifact " + artifact, e.said());
        } catch (IOException e) {
            throw PlatformException.passing("read artifact " + artifact, e);
        }
        return pinned(source.sha256(), source.count());
    }

    /**
     * Pins the bits without reading them, for somebody who is about to read them and then proves their digest: by the one that the store keeps of them, or else the one that was asked for or
     * lies beside them ({@link dev.viridian.spi.ArtifactStore#find}).
     *
     * @param kept the SHA-256 digest that the store keeps of the whole, 64 hexadecimal digits in lower case
     * @param bytes how many there are
     * @throws PlatformException with {@link Failure.ArtifactRefused} when they are not what was asked for
     * @throws IllegalStateException when no digest is known of them
     */
    public PinnedArtifact unread(Optional<String> kept, long bytes) {
        requireSignature();
        String digest = kept.or(this::expected)
                .orElseThrow(() -> new IllegalStateException("No SHA-256 digest is known of " + artifact
                        + ". Expected one that the store keeps, that was asked for or that lies beside it."));
        return pinned(digest, bytes);
    }

    private PinnedArtifact pinned(String digest, long bytes) {
        requireExpected(digest);
        requireSigned(digest);
        String version = artifact.version().orElse("sha-" + digest.substring(0, 12));
        return new PinnedArtifact(artifact, location, new Revision(version, digest), bytes);
    }

    /** What is wrong with an artifact whose name ends in nothing known. */
    static Failure unknownFormat(Artifact artifact) {
        return new Failure.ArtifactRefused(
                artifact.location(),
                "the name "
                        + Shown.name(artifact.fileName())
                        + " tells no archive format that is known. Expected a name that ends in one of "
                        + ArchiveFormat.known() + ".");
    }

    private void requireExpected(String digest) {
        Optional<String> asked = artifact.sha256();
        Optional<String> expected = expected();
        if (expected.isPresent() && !expected.get().equals(digest)) {
            String origin = asked.isPresent()
                    ? "the deployment"
                    : beside.map(DigestFile::location).orElse("");
            throw new PlatformException(new Failure.ArtifactRefused(
                    artifact.location(),
                    "it has the SHA-256 digest " + digest + ", but " + origin + " asks for " + expected.get()
                            + ". Build and upload it again, or correct the digest that is asked for."));
        }
    }

    private Optional<String> expected() {
        return artifact.sha256().or(() -> beside.map(DigestFile::sha256));
    }

    private void requireSignature() {
        if (artifact.verifier().isPresent() && signature.isEmpty()) {
            throw new PlatformException(unsigned(artifact, artifact.location() + SignatureFile.SUFFIX));
        }
    }

    private void requireSigned(String digest) {
        if (artifact.verifier().isPresent() && signature.isPresent()) {
            SignatureFile file = signature.get();
            Optional<String> problem = artifact.verifier().get().problem(digest, file.signature());
            if (problem.isPresent()) {
                throw new PlatformException(new Failure.ArtifactRefused(
                        artifact.location(),
                        "its signature " + file.location() + " " + problem.get() + ". Expected one that "
                                + artifact.verifier().get()
                                + " finds right: sign it again, or find out who replaced it."));
            }
        }
    }

    /** What is wrong with an artifact that must be signed and is not. */
    public static Failure unsigned(Artifact artifact, String expected) {
        return new Failure.ArtifactRefused(
                artifact.location(),
                "it must have a signature that "
                        + artifact.verifier().map(Object::toString).orElse("nobody")
                        + " finds right, and there is none at " + expected + ". Sign it, or no longer ask for it.");
    }

    private PlatformException refused(String problem, Throwable cause) {
        return new PlatformException(new Failure.ArtifactRefused(artifact.location(), problem), cause);
    }
}
