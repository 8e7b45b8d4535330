package dev.viridian.machine;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.artifact.Limits;
import dev.viridian.artifact.Unpacker;
import dev.viridian.files.Sha256;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Artifacts of the stores that are known here. */
final class StoredArtifacts implements HostArtifacts {
    private static final int PIECE = 128 * 1024;

    private final LinuxRoot root;
    private final LinuxFiles files;
    private final ArtifactStore store;
    private final Limits limits;
    private final Map<Artifact, PinnedArtifact> lastPinned = new ConcurrentHashMap<>();

    StoredArtifacts(LinuxRoot root, LinuxFiles files, ArtifactStore store, Limits limits) {
        this.root = root;
        this.files = files;
        this.store = store;
        this.limits = limits;
    }

    @Override
    public Revision pin(Artifact artifact) {
        PinnedArtifact pinned = store.find(artifact);
        lastPinned.put(artifact, pinned);
        return pinned.revision();
    }

    /** Finding one may be reading it where its store knows no digest of it; whoever reads it then proves it in any case. */
    private PinnedArtifact pinned(Artifact artifact, Revision revision) {
        PinnedArtifact last = lastPinned.get(artifact);
        PinnedArtifact pinned = last != null && last.revision().equals(revision) ? last : store.find(artifact);
        if (!pinned.revision().sha256().equals(revision.sha256())) {
            throw new PlatformException(new Failure.ArtifactRefused(
                    artifact.location(),
                    "it has SHA-256 " + pinned.revision().sha256() + " now, and " + revision.sha256()
                            + " when it was pinned. Publish each version once, at a place of its own."));
        }
        return pinned;
    }

    @Override
    public Optional<String> unpackedDigest(String folder) {
        return FileTroubles.told(
                "look what is unpacked in " + folder, root.folder(), () -> Unpacker.digestIn(root.followed(folder)));
    }

    @Override
    public void unpack(Artifact artifact, Revision revision, String folder) {
        PinnedArtifact pinned = pinned(artifact, revision);
        Path destination = place("unpack " + artifact + " to " + folder, folder);
        files.makeFoldersAbove(folder);
        Unpacker.withLimits(limits).unpack(store, pinned, destination);
    }

    @Override
    public void download(Artifact artifact, Revision revision, String file) {
        String doing = "download " + artifact + " to " + file;
        PinnedArtifact pinned = pinned(artifact, revision);
        Path destination = place(doing, file);
        files.makeFoldersAbove(file);
        FileTroubles.told(doing, destination, () -> download(pinned, destination, doing));
    }

    private boolean download(PinnedArtifact pinned, Path destination, String doing) throws IOException {
        Path folder = Optional.ofNullable(destination.getParent()).orElse(root.folder());
        requireRoom(pinned.bytes(), folder, doing);
        Path part = folder.resolve(".viridian-part-" + destination.getFileName());
        Files.deleteIfExists(part);
        try {
            String digest = fetch(pinned, part);
            if (!digest.equals(pinned.revision().sha256())) {
                throw new PlatformException(new Failure.ArtifactRefused(
                        pinned.artifact().location(),
                        "what was fetched has SHA-256 " + digest + ", expected "
                                + pinned.revision().sha256() + ". Nothing was kept of it."));
            }
            Files.move(part, destination, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void requireRoom(long bytes, Path folder, String doing) {
        long free = folder.toFile().getUsableSpace();
        if (free < bytes) {
            throw new PlatformException(new Failure.DiskFull(
                    folder + " (" + free + " bytes free, " + bytes + " needed)", "trying to " + doing));
        }
    }

    private String fetch(PinnedArtifact pinned, Path part) throws IOException {
        MessageDigest digest = Sha256.begun();
        try (InputStream from = new DigestInputStream(store.open(pinned), digest);
                OutputStream to =
                        Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Files.setAttribute(part, "unix:mode", Integer.parseInt(FileAccess.FILE.mode(), 8));
            copy(from, to);
        }
        return Sha256.hexadecimal(digest);
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            to.write(piece, 0, read);
        }
    }

    @Override
    public Optional<String> digestOf(String file) {
        return FileTroubles.told("digest of " + file, root.folder(), () -> {
            Path path = root.followed(file);
            if (!Files.isRegularFile(path)) {
                return Optional.empty();
            }
            MessageDigest digest = Sha256.begun();
            try (InputStream from = new DigestInputStream(Files.newInputStream(path), digest)) {
                copy(from, OutputStream.nullOutputStream());
            }
            return Optional.of(Sha256.hexadecimal(digest));
        });
    }

    private Path place(String doing, String path) {
        return FileTroubles.told(doing, root.folder(), () -> root.followed(path));
    }
}
