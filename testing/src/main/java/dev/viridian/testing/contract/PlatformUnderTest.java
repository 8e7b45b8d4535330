package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A platform to hold to its contract, and what only its author knows: what can be deployed to it, and how long that takes. Each rule
 * is held against a fresh one, on which nothing runs and nothing is live.
 */
public interface PlatformUnderTest {
    /** The platform. The same one each time. */
    Platform platform();

    /** An artifact whose machines come up and answer the {@link #probe} well. Asked for on the test's thread alone, like all else here. */
    Artifact artifact();

    /** Another such artifact, of another revision. */
    Artifact otherArtifact();

    /** A whole artifact whose machines never come up, or end at once. */
    Artifact artifactThatNeverComesUp();

    /** An artifact that is not there. */
    Artifact missingArtifact();

    /** What a machine that is well answers well; without it, that it accepts a TCP connection. */
    default Probe probe() {
        return HealthCheck.tcp();
    }

    /** Ends a machine as an accident would: behind the platform's back. */
    void end(EnvironmentName environment, Machine machine) throws Exception;

    /**
     * How long anything may take in the platform's own time, from the call until it is so: a machine that boots, a router that
     * converges, tasks that are interrupted. A minute without it.
     */
    default Duration patience() {
        return Duration.ofMinutes(1);
    }

    /**
     * Texts that nobody may read in any evidence, such as the password of the application's database. It is well to have machines
     * print them. None without it: then the values of those properties are looked for whose names say that they are secret.
     */
    default List<String> secrets() {
        return List.of();
    }

    /** The same world as another controller sees it, where a test can have two of them; closed by whoever asked. None without it. */
    default Optional<Platform> anotherController() throws Exception {
        return Optional.empty();
    }

    /** Whether closing the platform ends what runs on it. It does not without it. */
    default boolean endsWhatRunsWhenClosed() {
        return false;
    }

    /** What is left of it in the world after it was closed, such as processes and files; asked only if it ends what runs. */
    default List<String> leftovers() throws Exception {
        return List.of();
    }

    /** Ends all that runs on the platform and closes it; also where it was closed already. */
    void close() throws Exception;
}
