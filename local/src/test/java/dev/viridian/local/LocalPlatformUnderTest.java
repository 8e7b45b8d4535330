package dev.viridian.local;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Platform;
import dev.viridian.testing.contract.PlatformUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** This machine as a platform, in a folder of the test's. */
class LocalPlatformUnderTest implements PlatformUnderTest {
    private static final String SECRET = "correct-horse-battery";

    private final Path folder;
    private final LocalPlatform platform;

    LocalPlatformUnderTest(Path folder, LocalSetup setup) {
        this.folder = folder;
        this.platform = setup.open();
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public Artifact artifact() {
        return release("1.0", Map.of());
    }

    @Override
    public Artifact otherArtifact() {
        return release("1.1", Map.of());
    }

    @Override
    public Artifact artifactThatNeverComesUp() {
        return release("9.9", Map.of("exits.at.once", "true"));
    }

    @Override
    public Artifact missingArtifact() {
        return Artifact.of(folder.resolve("application-9.8.tar.gz").toUri());
    }

    /** Each release knows a secret, and writes it into its log. */
    private Artifact release(String version, Map<String, String> behaviour) {
        Map<String, String> all = new TreeMap<>(behaviour);
        all.put("db.password", SECRET);
        all.put("prints", "connecting with password=" + SECRET);
        Path archive = folder.resolve("application-" + version + ".tar.gz");
        try {
            return Artifact.of((archive.toFile().exists() ? archive : TestRelease.pack(folder, version, all)).toUri());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Probe probe() {
        return http("/health");
    }

    @Override
    public void end(EnvironmentName environment, Machine machine) {
        Leftovers.kill(folder, machine.id());
    }

    @Override
    public List<String> secrets() {
        return List.of(SECRET);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void close() {
        platform.shutDown();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }
}
