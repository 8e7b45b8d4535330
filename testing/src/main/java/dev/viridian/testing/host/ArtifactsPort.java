package dev.viridian.testing.host;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.artifact.Unpacker;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.host.HostCall.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The artifacts, through the gate. */
record ArtifactsPort(HostWorld world, HostGate gate) implements HostArtifacts {
    private static final String MARKER = "/" + Unpacker.MARKER;

    @Override
    public Revision pin(Artifact artifact) {
        return gate.call(Kind.READ, "pin " + artifact, () -> published(artifact).revision());
    }

    @Override
    public Optional<String> unpackedDigest(String folder) {
        return gate.call(
                Kind.READ,
                "look what is unpacked in " + folder,
                () -> world.disk
                        .look(folder + MARKER)
                        .map(marker -> new String(world.disk.read(folder + MARKER), StandardCharsets.UTF_8)));
    }

    @Override
    public void unpack(Artifact artifact, Revision revision, String folder) {
        gate.change(Kind.WRITE, "unpack " + artifact + " to " + folder, () -> {
            PublishedArtifact published = published(artifact);
            world.clock.pass(world.draft.pace);
            requireNothingElse(artifact, revision, folder);
            world.disk.requireSpace("unpacking " + artifact, published.bytes());
            published
                    .files()
                    .forEach((path, content) -> world.disk.write(
                            folder + "/" + path, content.getBytes(StandardCharsets.UTF_8), FileAccess.FILE));
            world.disk.write(folder + MARKER, revision.sha256().getBytes(StandardCharsets.UTF_8), FileAccess.FILE);
        });
    }

    /** As the real one, which replaces nothing that it has not unpacked. */
    private void requireNothingElse(Artifact artifact, Revision revision, String folder) {
        boolean holdsIt = world.disk.look(folder + MARKER).isPresent()
                && new String(world.disk.read(folder + MARKER), StandardCharsets.UTF_8).equals(revision.sha256());
        if (!holdsIt && !world.disk.list(folder).isEmpty()) {
            throw PlatformException.refused(
                    "unpack " + artifact + " to " + folder,
                    "there is a folder that is not empty, and it is not this artifact. Expected nothing there.");
        }
    }

    @Override
    public void download(Artifact artifact, Revision revision, String file) {
        gate.change(Kind.WRITE, "download " + artifact + " to " + file, () -> {
            PublishedArtifact published = published(artifact);
            world.clock.pass(world.draft.pace);
            world.disk.write(file, archive(published), FileAccess.FILE);
        });
    }

    /** What has the digest of the artifact; the bytes of a real archive matter to nobody here. */
    private static byte[] archive(PublishedArtifact published) {
        return published.files().toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> digestOf(String file) {
        return gate.call(
                Kind.READ,
                "digest of " + file,
                () -> world.disk.look(file).map(found -> PublishedArtifact.sha256(world.disk.read(file))));
    }

    private PublishedArtifact published(Artifact artifact) {
        PublishedArtifact found = world.draft.artifacts.get(artifact.location());
        if (found == null) {
            throw new PlatformException(new Failure.ArtifactRefused(
                    artifact.location(),
                    "the simulated machine knows none there, only "
                            + world.draft.artifacts.keySet()
                            + ". Teach it by HostSimulation.artifact(location, files)."));
        }
        return found;
    }
}
