package dev.viridian.testing.host;

import dev.viridian.provision.ProvisioningResult;
import java.util.Comparator;
import java.util.List;

/**
 * What an exploration of a provisioning has found.
 *
 * @param calls what an undisturbed run asks of the machine
 * @param scenarios how many were run
 * @param untried how many pairs there was no budget for
 * @param broken those in which something was wrong, smallest first
 */
public record ProvisioningExploration(List<HostCall> calls, int scenarios, int untried, List<Broken> broken) {
    /** Copies the lists, and sorts what was found. */
    public ProvisioningExploration {
        calls = List.copyOf(calls);
        broken = broken.stream()
                .sorted(Comparator.comparingInt(
                        (Broken found) -> found.scenario().mishaps().size()))
                .toList();
    }

    /** Whether nothing was wrong in any of them. */
    public boolean isClean() {
        return broken.isEmpty();
    }

    /** What was tried, what was not, and the smallest scenario in which something was wrong, with its story. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(scenarios + " scenarios over " + calls.size() + " calls: "
                + (isClean() ? "nothing wrong" : broken.size() + " with something wrong") + ". "
                + (untried == 0 ? "Nothing was left out." : untried + " pairs were left out for the budget."));
        broken.stream().findFirst().ifPresent(first -> text.append('\n').append(first));
        return text.toString();
    }

    /**
     * A scenario in which something was wrong.
     *
     * @param scenario what went wrong on the machine
     * @param wrong what is wrong with what the provisioning made of it
     * @param result what it says itself
     */
    public record Broken(HostScenario scenario, List<String> wrong, ProvisioningResult result) {
        /** Copies the list. */
        public Broken {
            wrong = List.copyOf(wrong);
        }

        @Override
        public String toString() {
            return "The smallest: " + scenario + " (run it again by .replay(\"" + scenario + "\"))\n  "
                    + String.join("\n  ", wrong) + "\n" + result;
        }
    }
}
