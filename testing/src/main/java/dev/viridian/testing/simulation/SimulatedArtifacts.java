package dev.viridian.testing.simulation;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/** The artifacts of a world: everything is there unless it was said that it is not. Its digest follows from its location. */
final class SimulatedArtifacts {
    private final Map<String, String> refused;

    SimulatedArtifacts(Map<String, String> refused) {
        this.refused = refused;
    }

    static Revision revision(String version) {
        return new Revision(version, digest(version));
    }

    PinnedArtifact pin(Artifact artifact) {
        String location = artifact.location();
        if (refused.containsKey(location)) {
            throw new PlatformException(new Failure.ArtifactRefused(location, refused.get(location)));
        }
        String digest = artifact.sha256().orElseGet(() -> digest(location));
        return new PinnedArtifact(
                artifact, location, new Revision(artifact.version().orElse("unknown"), digest), 1_000);
    }

    InputStream open(PinnedArtifact pinned) {
        return new ByteArrayInputStream(pinned.location().getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue()).repeat(8);
    }
}
