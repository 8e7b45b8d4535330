package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a scenario did not happen when it was run: calls are numbered, and a run of something else makes others. */
final class Missing {
    private final Run run;

    private Missing(Run run) {
        this.run = run;
    }

    /** Each mishap of a recorded run that did not happen, and why, for people. */
    static List<String> of(Run run) {
        Missing missing = new Missing(run);
        List<String> all = new ArrayList<>();
        for (Mishap mishap : run.scenario().mishaps()) {
            missing.why(mishap).ifPresent(why -> all.add(mishap + ", but " + why));
        }
        return all;
    }

    private Optional<String> why(Mishap mishap) {
        if (mishap instanceof Mishap.At at) {
            return whyNotAt(at);
        } else if (mishap instanceof Mishap.Meanwhile meanwhile) {
            return whyNotMade(1, meanwhile.call());
        } else if (mishap instanceof Mishap.Outage outage) {
            return whyNoOutage(outage);
        } else if (mishap instanceof Mishap.OfMachine machine) {
            int made = run.world().machinesMade();
            return machine.machine() <= made ? Optional.empty() : Optional.of("only " + made + " machines were made");
        }
        return Optional.empty();
    }

    private Optional<String> whyNotAt(Mishap.At at) {
        if (at.controller() > run.controllers()) {
            return Optional.of("there were only " + run.controllers() + " controllers");
        }
        List<Call> there = run.calls(at.controller()).stream()
                .filter(call -> call.number() == at.call())
                .toList();
        return there.isEmpty()
                ? whyNotMade(at.controller(), at.call())
                : there.stream().anyMatch(call -> call.fault() == at.fault())
                        ? Optional.empty()
                        : Optional.of("that call was '" + there.get(0).operation() + " "
                                + there.get(0).subject() + "', to which this cannot happen, or did not any more");
    }

    private Optional<String> whyNotMade(int controller, int call) {
        int made = run.calls(controller).stream().mapToInt(Call::number).max().orElse(0);
        return call <= made ? Optional.empty() : Optional.of("controller " + controller + " made " + made + " calls");
    }

    private Optional<String> whyNoOutage(Mishap.Outage outage) {
        long made = run.calls(1).stream()
                .filter(call -> call.operation() == outage.operation())
                .count();
        return outage.from() <= made ? Optional.empty() : Optional.of("controller 1 made " + made + " of them");
    }
}
