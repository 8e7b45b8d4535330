package dev.viridian.testing.host;

import dev.viridian.provision.ProvisioningResult;
import dev.viridian.testing.host.HostRun.Ending;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Judges a run by how an undisturbed one ended. */
final class HostVerdict {
    private final Ending undisturbed;
    private final Set<String> untold;

    /**
     * Judges by this run.
     *
     * @param undisturbed how it ends when nothing goes wrong
     */
    HostVerdict(Ending undisturbed) {
        this.undisturbed = undisturbed;
        this.untold = new HashSet<>(undisturbed.changedAgain());
    }

    /** What is wrong with it, for people; nothing for a good one. */
    List<String> of(HostScenario scenario, Ending ending) {
        List<String> wrong = new ArrayList<>();
        if (ending.result().ready()) {
            ready(ending, wrong);
        } else {
            failed(scenario, ending.result(), wrong);
        }
        secrets(ending, wrong);
        return wrong;
    }

    private void ready(Ending ending, List<String> wrong) {
        Set<String> names = new TreeSet<>(undisturbed.truth().keySet());
        names.addAll(ending.truth().keySet());
        for (String name : names) {
            String expected = undisturbed.truth().getOrDefault(name, "nothing");
            String found = ending.truth().getOrDefault(name, "nothing");
            if (!expected.equals(found)) {
                wrong.add("The machine is called ready, but " + name + " is [" + found
                        + "]; where nothing goes wrong it is [" + expected + "].");
            }
        }
        undisturbed.fresh().stream()
                .filter(service -> !ending.fresh().contains(service))
                .forEach(service -> wrong.add("The machine is called ready, but service " + service
                        + " was started before the last change of a file, which it does not know."));
        ending.changedAgain().stream()
                .filter(step -> !untold.contains(step))
                .forEach(step -> wrong.add("The machine is called ready, but provisioning it again changes: " + step));
    }

    private void failed(HostScenario scenario, ProvisioningResult result, List<String> wrong) {
        boolean shouldBeReady = undisturbed.result().ready()
                && scenario.mishaps().stream().allMatch(m -> m.fault().kills());
        if (shouldBeReady) {
            wrong.add("The provisioning was killed, nothing else went wrong, and started again it failed: "
                    + result.failure().map(Object::toString).orElse(""));
        }
        if (result.evidence().items().isEmpty()) {
            wrong.add("The machine failed, and there is no evidence.");
        }
    }

    private static void secrets(Ending ending, List<String> wrong) {
        String told = ending.result().toString();
        ending.secrets().stream()
                .filter(secret -> secret.length() >= 4 && told.contains(secret))
                .forEach(secret -> wrong.add("A secret is in the result: it has " + secret.length()
                        + " characters. (It is not repeated here.)"));
    }
}
