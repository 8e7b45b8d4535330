package dev.viridian.provision;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import java.util.Optional;

/** Fetches an artifact into a folder, as the file that it is. Followed by {@link Unpack} both are one pass, and the file is not kept. */
public final class Download implements ProvisioningStep {
    private final Artifact artifact;
    private final String folder;

    private Download(Artifact artifact, String folder) {
        this.artifact = artifact;
        this.folder = folder;
    }

    /** A download that does not know yet where to. */
    public static final class NeedsFolder {
        private final Artifact artifact;

        NeedsFolder(Artifact artifact) {
            this.artifact = artifact;
        }

        /** Into this folder, which is made. */
        public Download to(String folder) {
            return new Download(artifact, HostPath.require(folder));
        }
    }

    Artifact artifact() {
        return artifact;
    }

    String folder() {
        return folder;
    }

    @Override
    public String name() {
        return "download " + artifact + " to " + folder;
    }

    @Override
    public Finding inspect(Host host) {
        Revision revision = host.artifacts().pin(artifact);
        Optional<String> found = host.artifacts().digestOf(file());
        if (found.equals(Optional.of(revision.sha256()))) {
            return Finding.satisfied();
        }
        return Finding.differs(file() + ": "
                + found.map(digest -> "SHA-256 " + digest).orElse("nothing") + " → SHA-256 " + revision.sha256());
    }

    @Override
    public void perform(Host host) {
        host.artifacts().download(artifact, host.artifacts().pin(artifact), file());
    }

    private String file() {
        return HostPath.within(folder, artifact.fileName());
    }

    @Override
    public String toString() {
        return name();
    }
}
