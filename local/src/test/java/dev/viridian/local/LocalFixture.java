package dev.viridian.local;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.Notification;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PinnedArtifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A local platform in a folder of the test's, and the releases that are deployed to it. */
public final class LocalFixture implements AutoCloseable {
    public final Path folder;
    public final List<Notification> sent = new CopyOnWriteArrayList<>();
    public final LocalPlatform platform;

    public LocalFixture(Path folder) {
        this(folder, setup(folder));
    }

    public LocalFixture(Path folder, LocalSetup setup) {
        this.folder = folder;
        this.platform = setup.open();
    }

    /** The version that users are answered with there. */
    public static String versionAt(URI entry) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(entry.resolve("/version")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    public static LocalSetup setup(Path folder) {
        return LocalPlatform.application("orders")
                .runs(
                        "{java}",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        ".",
                        "dev.viridian.local.application.TestApplication")
                .in(folder.resolve("platform"))
                .variable("SHARED", folder.toString())
                .propertiesFrom("conf/application.properties")
                .stopGrace(Duration.ofSeconds(5));
    }

    public Deployment release(String version) {
        return release(version, Map.of());
    }

    public Deployment release(String version, Map<String, String> behaviour) {
        return release(pack(folder, version, behaviour));
    }

    /** Packs a release that behaves so; its archive. */
    public static Path pack(Path folder, String version, Map<String, String> behaviour) {
        try {
            return TestRelease.pack(folder, version, behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The deployment of an archive, whatever is in it. */
    public Deployment release(Path archive) {
        return release(archive, http("/health").every(Duration.ofMillis(5)).within(Duration.ofMinutes(2)));
    }

    /** The deployment of an archive that is asked for its health in one way only. */
    public Deployment release(Path archive, HealthCheck check) {
        return Deployment.blueGreen()
                .artifact(archive.toUri())
                .healthCheck(check)
                .revisionAt("/version")
                .keepWarm(Duration.ZERO)
                .onFailure(rollBack())
                .notifying(sent::add);
    }

    /** An environment of one machine that runs 1.0, made without a deployment. */
    Environment created(EnvironmentName name, long token) {
        PinnedArtifact artifact = platform.artifacts().pin(release("1.0").artifact());
        return platform.environments().create(new EnvironmentSpec(name, artifact, 1), new Fence(token, "create"));
    }

    public DeploymentResult deploy(Deployment deployment) {
        return Deployer.on(platform).as("the test").deploy(deployment);
    }

    @Override
    public void close() {
        platform.close();
    }
}
