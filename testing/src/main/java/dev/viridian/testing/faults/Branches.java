package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs many scenarios. Those in which a controller dies are branches of a trunk: what they have in common until then is run once, and each
 * goes on from a copy of what is left at its death. A controller that died takes nothing along, so that comes to the same as running
 * each from its beginning.
 *
 * <p>A deployment that is made afresh for each run may remember something, and is run from the beginning each time.
 */
final class Branches {
    private final Subject subject;
    private final Consumer<Run> each;

    /**
     * Branches of runs of that subject.
     *
     * @param each is given each run when it has ended
     */
    Branches(Subject subject, Consumer<Run> each) {
        this.subject = subject;
        this.each = each;
    }

    void run(List<Scenario> scenarios) {
        if (subject.remembersNothing()) {
            grow(Optional.empty(), scenarios);
        } else {
            scenarios.forEach(scenario -> finish(Optional.empty(), scenario));
        }
    }

    /**
     * What scenarios that end their next controller's life have in common until then.
     *
     * @param mishaps what else goes wrong while it lives
     * @param successor what it does itself, or who takes over from it; empty where neither makes a difference
     * @param fencing whether the world knows fencing tokens
     */
    private record Beginning(List<Mishap> mishaps, Optional<Successor> successor, boolean fencing) {}

    /** Runs scenarios on from where their controllers so far are dead, or from the beginning. */
    private void grow(Optional<Run> dead, List<Scenario> scenarios) {
        int controller = dead.map(Run::controllers).orElse(0) + 1;
        Map<Beginning, Map<Mishap.At, List<Scenario>>> alike = new LinkedHashMap<>();
        for (Scenario scenario : scenarios) {
            scenario.deathOf(controller)
                    .ifPresentOrElse(
                            death -> alike.computeIfAbsent(
                                            beginning(scenario, controller), first -> new LinkedHashMap<>())
                                    .computeIfAbsent(death, first -> new ArrayList<>())
                                    .add(scenario),
                            () -> finish(dead, scenario));
        }
        alike.forEach((beginning, byDeath) -> branch(dead, beginning, byDeath));
    }

    private static Beginning beginning(Scenario scenario, int controller) {
        List<Mishap> mishaps = new ArrayList<>();
        boolean takenOver = false;
        boolean fencing = true;
        for (Mishap mishap : scenario.mishaps()) {
            Mishap.At at = (Mishap.At) mishap;
            fencing &= at.fault() != Fault.TAKEN_OVER;
            if (at.controller() == controller && !at.fault().isDeath()) {
                mishaps.add(at);
                takenOver |= at.fault() == Fault.TAKEN_OVER;
            }
        }
        boolean succeeded = controller > 1 || takenOver;
        return new Beginning(mishaps, succeeded ? Optional.of(scenario.successor()) : Optional.empty(), fencing);
    }

    private void branch(Optional<Run> dead, Beginning beginning, Map<Mishap.At, List<Scenario>> byDeath) {
        List<Scenario> branches =
                byDeath.values().stream().flatMap(List::stream).toList();
        Scenario common = branches.get(0).with(beginning.mishaps());
        Map<Mishap.At, Run> left = branches.size() == 1
                ? Map.of()
                : dead.map(run -> run.trunk(common, byDeath.keySet()))
                        .orElseGet(() -> Run.trunk(subject, common, beginning.fencing(), byDeath.keySet()));
        byDeath.forEach((death, those) -> {
            if (left.containsKey(death)) {
                grow(Optional.of(left.get(death)), those);
            } else {
                those.forEach(scenario -> finish(dead, scenario));
            }
        });
    }

    private void finish(Optional<Run> dead, Scenario scenario) {
        each.accept(dead.map(run -> run.goOn(scenario)).orElseGet(() -> Run.of(subject, scenario)));
    }
}
