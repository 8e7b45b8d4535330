package dev.viridian.testing.assertions;

import dev.viridian.provision.ProvisioningResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is expected of what came of provisioning a machine. What fails tells the whole story of it. */
public final class ProvisioningResultAssert extends StoryAssert<ProvisioningResultAssert, ProvisioningResult> {
    ProvisioningResultAssert(ProvisioningResult actual) {
        super(actual, ProvisioningResultAssert.class);
    }

    /**
     * The machine is ready.
     *
     * <pre>{@code
     * assertThat(Provisioner.on(machine).provision(new OrdersMachine())).isReady();   // fails with the step, why, and the evidence
     * }</pre>
     */
    public ProvisioningResultAssert isReady() {
        isNotNull();
        return expect(
                actual.ready(),
                "a machine that is ready",
                () -> "failed: " + actual.failure().orElseThrow());
    }

    /**
     * The machine failed at a step whose name holds this.
     *
     * <pre>{@code
     * assertThat(result).failedAt("service orders").because("no database");   // passes where that is so
     * assertThat(result).failedAt("unpack");                                  // fails, says where it failed
     * }</pre>
     */
    public ProvisioningResultAssert failedAt(String step) {
        isNotNull();
        return expect(
                actual.failure().filter(failed -> failed.step().contains(step)).isPresent(),
                "a machine that fails at '" + step + "'",
                () -> actual.failure().map(failed -> "failed: " + failed).orElse("is ready"));
    }

    /** The failure says this, in whatever case. */
    public ProvisioningResultAssert because(String part) {
        isNotNull();
        return expect(
                actual.failure()
                        .filter(failed ->
                                failed.message().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
                        .isPresent(),
                "a machine that fails because of '" + part + "'",
                () -> actual.failure().map(failed -> "failed: " + failed).orElse("is ready"));
    }

    /**
     * These steps changed something, those and no others, in this order; each is named by a part of its name.
     *
     * <pre>{@code
     * assertThat(result).changed("unpack", "service orders");   // passes
     * assertThat(result).changed("unpack");                     // fails, lists the steps
     * }</pre>
     */
    public ProvisioningResultAssert changed(String first, String... more) {
        isNotNull();
        List<String> expected = new ArrayList<>(List.of(first));
        expected.addAll(List.of(more));
        List<String> found = actual.changed();
        boolean alike = found.size() == expected.size();
        for (int step = 0; alike && step < found.size(); step++) {
            alike = found.get(step).contains(expected.get(step));
        }
        return expect(
                alike, "changes by the steps " + Words.quoted(expected), () -> "changed by " + Words.quoted(found));
    }

    /** No step changed anything: all was as it should be. */
    public ProvisioningResultAssert changedNothing() {
        isNotNull();
        return expect(
                actual.changed().isEmpty(),
                "that nothing is changed",
                () -> "changed by " + Words.quoted(actual.changed()));
    }

    @Override
    String story() {
        return actual.toString();
    }
}
