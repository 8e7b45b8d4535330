package dev.viridian.testing.contract;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The suite that every host passes: the simulated one, a real Linux, and yours. What a test of a provisioning says on a simulated machine
 * is true of a real one only as far as both keep it.
 *
 * <pre>{@code
 * class RackHostContractTest extends HostContract {
 *     @Override
 *     protected HostUnderTest open() {
 *         return new RackHostUnderTest();
 *     }
 * }
 * }</pre>
 *
 * <p>Its methods are the rules; a broken one says what the contract demands and what was found. Each is held against a fresh host. Where a
 * host cannot keep one, override that method, annotate it with {@code @Test} and {@code @Disabled}, and say why there.
 *
 * <p>It needs JUnit 5 or 6: {@code org.junit.jupiter:junit-jupiter}.
 */
public abstract class HostContract
        implements HostFileRules, HostCommandRules, HostServiceRules, HostAccountRules, HostArtifactRules {
    private Optional<HostUnderTest> current = Optional.empty();

    /** For the test that extends it. */
    protected HostContract() {}

    /** Opens a host whose home is empty. It is closed after each rule. */
    protected abstract HostUnderTest open() throws Exception;

    /** Opens the host for a rule. */
    @BeforeEach
    public final void openHost() throws Exception {
        current = Optional.of(open());
    }

    /** Ends all that a rule left on it. */
    @AfterEach
    public final void closeHost() throws Exception {
        if (current.isPresent()) {
            current.get().close();
        }
    }

    /** The host that the rule at hand is held against. */
    @Override
    public final HostUnderTest underTest() {
        return current.orElseThrow(() ->
                new IllegalStateException("There is no host yet: rules are run by JUnit, which opens one for each."));
    }
}
