package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Artifacts that are files of this machine: {@code file:/builds/orders-1.4.2.tar.gz}, {@code file:///builds/orders-1.4.2.tar.gz} or,
 * from the working directory on, {@code file:target/orders-1.4.2.tar.gz}.
 *
 * <p>The text is taken as it is; where no such file exists it is taken for a URI, in which {@code %20} is a space. A digest may lie
 * beside the file, in {@code orders-1.4.2.tar.gz.sha256}. Safe for use by several threads.
 */
public final class FileArtifactStore implements ArtifactStore {
    /** For {@link java.util.ServiceLoader}, and for {@link ArtifactStores#of}. */
    public FileArtifactStore() {}

    @Override
    public Set<String> schemes() {
        return Set.of("file");
    }

    @Override
    public PinnedArtifact pin(Artifact artifact) {
        Path file = FileLocation.of(artifact, artifact.location());
        refuseAFolder(artifact, file);
        Pinning pinning = Pinning.of(artifact).at("file:" + file);
        try {
            requireReadable(artifact, file);
            Path beside = file.resolveSibling(file.getFileName() + DigestFile.SUFFIX);
            if (artifact.sha256().isEmpty() && Files.exists(beside)) {
                pinning = pinning.beside(digest(artifact, beside));
            }
            if (artifact.verifier().isPresent()) {
                pinning = pinning.signed(
                        signature(artifact, file.resolveSibling(file.getFileName() + SignatureFile.SUFFIX)));
            }
            try (InputStream bits = Files.newInputStream(file)) {
                return pinning.pin(bits);
            }
        } catch (IOException e) {
            throw PlatformException.passing("read artifact " + artifact, e);
        }
    }

    @Override
    public InputStream open(PinnedArtifact pinned) {
        Path file = FileLocation.of(pinned.artifact(), pinned.location());
        try {
            requireReadable(pinned.artifact(), file);
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw PlatformException.passing("open artifact " + pinned.artifact(), e);
        }
    }

    private static void requireReadable(Artifact artifact, Path file) throws IOException {
        if (Files.notExists(file)) {
            throw refused(artifact, "there is no file " + file + ". Build it, or correct the location.");
        }
        refuseAFolder(artifact, file);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw refused(artifact, file + " is no regular file but a device, pipe or socket. Expected an archive.");
        }
        if (!Files.isReadable(file)) {
            throw refused(artifact, file + " may not be read by this process. Give its user the right to read it.");
        }
        if (Files.size(file) == 0) {
            throw refused(artifact, file + " is empty. Expected an archive: build it again.");
        }
    }

    /** Before anything is said of its name, which may be empty: Java ends the location of a folder with a slash. */
    private static void refuseAFolder(Artifact artifact, Path file) {
        if (Files.isDirectory(file)) {
            throw refused(artifact, file + " is a folder. Expected an archive: pack the folder, or name a file in it.");
        }
    }

    private static DigestFile digest(Artifact artifact, Path beside) throws IOException {
        if (!Files.isRegularFile(beside) || !Files.isReadable(beside)) {
            throw refused(
                    artifact, "the digest beside it, " + beside + ", cannot be read. Make it readable, or remove it.");
        }
        try (InputStream text = Files.newInputStream(beside)) {
            byte[] bytes = text.readNBytes(DigestFile.LONGEST);
            return DigestFile.parse(artifact, beside.toString(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static SignatureFile signature(Artifact artifact, Path beside) throws IOException {
        if (!Files.isRegularFile(beside) || !Files.isReadable(beside)) {
            throw new PlatformException(Pinning.unsigned(artifact, beside.toString()));
        }
        try (InputStream bytes = Files.newInputStream(beside)) {
            return new SignatureFile(beside.toString(), bytes.readNBytes(SignatureFile.LONGEST));
        }
    }

    private static PlatformException refused(Artifact artifact, String problem) {
        return new PlatformException(new Failure.ArtifactRefused(artifact.location(), problem));
    }
}
