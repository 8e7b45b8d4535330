package dev.viridian.testing.contract;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The suite that every platform passes: ours, and yours. A deployment is the same value everywhere only because all platforms keep
 * this contract, and what a simulation says of a deployment is true of production only as far as they do.
 *
 * <p>Extend it, and say how a fresh platform is opened and what can be deployed to it. This is the whole test of an adapter:
 *
 * <pre>{@code
 * class RackPlatformContractTest extends PlatformContract {
 *     @Override
 *     protected PlatformUnderTest open() {
 *         RackPlatform platform = RackPlatform.of("orders").in("test-rack-" + UUID.randomUUID());
 *         return new PlatformUnderTest() {
 *             public Platform platform() { return platform; }
 *             public Artifact artifact() { return Artifact.of("https://builds/orders-1.0.tar.gz"); }
 *             public Artifact otherArtifact() { return Artifact.of("https://builds/orders-1.1.tar.gz"); }
 *             public Artifact artifactThatNeverComesUp() { return Artifact.of("https://builds/broken-1.2.tar.gz"); }
 *             public Artifact missingArtifact() { return Artifact.of("https://builds/missing-1.3.tar.gz"); }
 *             public Probe probe() { return HealthCheck.http("/health"); }
 *             public Duration patience() { return Duration.ofMinutes(5); }
 *             public void end(EnvironmentName environment, Machine machine) { platform.api().powerOff(machine.id()); }
 *             public void close() { platform.api().removeAll(); platform.close(); }
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>The rules ask through the SPI alone, and wait by the platform's own {@code time()}, {@code tasks()} and {@code pace()}: the same
 * suite takes a moment on a simulated platform and as long as machines take on a real one. Each rule is held against a fresh platform.
 * A call made at the same time as another may fail in a way that may pass ({@code Failure.worthRetrying()}); it is repeated then, as
 * the engine does.
 *
 * <p>Its methods are the rules; a broken one says what the contract demands, what was found, and what an adapter must do. Where an
 * adapter cannot keep a rule, override that method, annotate it with {@code @Test} and {@code @Disabled}, and say why there: whoever
 * reads the test then knows.
 *
 * <p>It needs JUnit 5 or 6: {@code org.junit.jupiter:junit-jupiter}.
 */
public abstract class PlatformContract
        implements CreatingRules,
                LookingRules,
                MachineRules,
                ReplacingRules,
                ResizingRules,
                DestroyingRules,
                RoutingRules,
                CountingRules,
                FencingRules,
                EvidenceRules,
                StateRules,
                ArtifactRules,
                TimeRules,
                TaskRules,
                ControllerRules,
                ClosingRules {
    private Optional<PlatformUnderTest> current = Optional.empty();

    /** For the test that extends it. */
    protected PlatformContract() {}

    /** Opens a platform on which nothing runs and nothing is live. It is closed after each rule. */
    protected abstract PlatformUnderTest open() throws Exception;

    /** Opens the platform for a rule. */
    @BeforeEach
    public final void openPlatform() throws Exception {
        current = Optional.of(open());
    }

    /** Ends all that a rule left on it. */
    @AfterEach
    public final void closePlatform() throws Exception {
        if (current.isPresent()) {
            current.get().close();
        }
    }

    /** The platform that the rule at hand is held against. */
    @Override
    public final PlatformUnderTest underTest() {
        return current.orElseThrow(() -> new IllegalStateException(
                "There is no platform yet: rules are run by JUnit, which opens one for each."));
    }
}
