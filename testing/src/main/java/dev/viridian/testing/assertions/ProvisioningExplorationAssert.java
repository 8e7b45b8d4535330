package dev.viridian.testing.assertions;

import dev.viridian.testing.host.ProvisioningExploration;

/** What is expected of a provisioning in all that was explored. What fails shows the smallest scenario, with the line that does it again. */
public final class ProvisioningExplorationAssert
        extends StoryAssert<ProvisioningExplorationAssert, ProvisioningExploration> {
    ProvisioningExplorationAssert(ProvisioningExploration actual) {
        super(actual, ProvisioningExplorationAssert.class);
    }

    /**
     * In every scenario the machine is ready and as it should be, or says why not.
     *
     * <pre>{@code
     * assertThat(ProvisioningFaults.of(new OrdersMachine()).in(machine).explore()).endsWellOrSaysWhy();
     * }</pre>
     */
    public ProvisioningExplorationAssert endsWellOrSaysWhy() {
        isNotNull();
        return expect(
                actual.isClean(),
                "that each of " + Words.count(actual.scenarios(), "scenario") + " ends well or says why not",
                () -> "does not in " + actual.broken().size() + " of them");
    }

    /**
     * At least so many scenarios were run.
     *
     * <pre>{@code
     * assertThat(exploration).hasExploredAtLeast(500);      // passes
     * assertThat(exploration).hasExploredAtLeast(50_000);   // fails, says how many there were
     * }</pre>
     */
    public ProvisioningExplorationAssert hasExploredAtLeast(int scenarios) {
        isNotNull();
        return expect(
                actual.scenarios() >= scenarios,
                "that at least " + Words.count(scenarios, "scenario") + " were explored",
                () -> "explored " + Words.count(actual.scenarios(), "scenario"));
    }

    @Override
    String story() {
        return actual.toString();
    }
}
