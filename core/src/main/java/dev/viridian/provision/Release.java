package dev.viridian.provision;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A release of an artifact, fetched, proven and unpacked in one pass into a folder of its own, and a link that is switched to it. */
final class Release implements ProvisioningStep {
    private final Artifact artifact;
    private final String releases;
    private final String link;
    private final int kept;

    Release(Download download, Unpack unpack) {
        this.artifact = download.artifact();
        this.releases = download.folder();
        this.link = unpack.path();
        this.kept = unpack.kept();
    }

    @Override
    public String name() {
        return "unpack " + artifact + " into " + link;
    }

    @Override
    public Finding inspect(Host host) {
        Revision revision = host.artifacts().pin(artifact);
        List<String> changes = new ArrayList<>();
        if (!isUnpacked(host, revision)) {
            changes.add(folder(revision) + ": unpack " + revision.version() + ", SHA-256 " + revision.sha256());
        }
        SymbolicLink current = new SymbolicLink(link, target(revision));
        if (current.inspect(host) instanceof Finding.Differs differs) {
            changes.addAll(differs.changes());
        }
        KnownReleases known = KnownReleases.read(host, releases).withCurrent(name(revision));
        known.surplus(host, kept)
                .forEach(old -> changes.add(HostPath.within(releases, old) + ": remove, " + kept + " are kept"));
        return changes.isEmpty() ? Finding.satisfied() : Finding.differs(changes);
    }

    @Override
    public void perform(Host host) {
        Revision revision = host.artifacts().pin(artifact);
        SymbolicLink current = new SymbolicLink(link, target(revision));
        current.requireReplaceable(host);
        KnownReleases read = KnownReleases.read(host, releases);
        if (!isUnpacked(host, revision)) {
            read.removeRest(host, name(revision));
            host.artifacts().unpack(artifact, revision, folder(revision));
        }
        KnownReleases known = read.withCurrent(name(revision));
        known.write(host, read);
        current.perform(host);
        known.prune(host, kept);
    }

    private boolean isUnpacked(Host host, Revision revision) {
        return host.artifacts().unpackedDigest(folder(revision)).equals(Optional.of(revision.sha256()));
    }

    private String folder(Revision revision) {
        return HostPath.within(releases, name(revision));
    }

    private static String name(Revision revision) {
        String version = revision.version().replaceAll("[^A-Za-z0-9._+-]", "_");
        return version + "-" + revision.sha256().substring(0, 12);
    }

    /** Relative where both are in the host's home, so that the home may be moved. */
    private String target(Revision revision) {
        String folder = folder(revision);
        boolean absolute = folder.startsWith("/");
        if (absolute || link.startsWith("/")) {
            return folder;
        }
        long up = link.chars().filter(character -> character == '/').count();
        return "../".repeat(Math.toIntExact(up)) + folder;
    }

    @Override
    public String toString() {
        return name();
    }
}
