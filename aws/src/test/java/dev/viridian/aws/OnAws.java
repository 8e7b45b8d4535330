package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.HealthCheck;
import dev.viridian.Probe;
import dev.viridian.spi.Platform;
import dev.viridian.testing.contract.PlatformUnderTest;
import java.util.function.Function;

/** The platform of AWS to be held to its contract, wherever that AWS is. */
abstract class OnAws implements PlatformUnderTest {
    private final AwsPlatform platform;
    private final Function<String, Artifact> artifacts;

    /** @param artifacts those of these versions are there, but for one that is called missing */
    OnAws(AwsPlatform platform, Function<String, Artifact> artifacts) {
        this.platform = platform;
        this.artifacts = artifacts;
    }

    @Override
    public final Platform platform() {
        return platform;
    }

    @Override
    public final Artifact artifact() {
        return artifacts.apply("1.0");
    }

    @Override
    public final Artifact otherArtifact() {
        return artifacts.apply("1.1");
    }

    @Override
    public final Artifact artifactThatNeverComesUp() {
        return artifacts.apply("broken-1.2");
    }

    @Override
    public final Artifact missingArtifact() {
        return artifacts.apply("missing-1.3");
    }

    @Override
    public final Probe probe() {
        return HealthCheck.http("/health");
    }

    @Override
    public void close() {
        platform.close();
    }
}
