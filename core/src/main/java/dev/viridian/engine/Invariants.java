package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.PlatformException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The rules that always hold, looked at after every transition from what the platform says, not from what is remembered. The numbers
 * are those of {@code docs/architecture.md}.
 */
final class Invariants {
    private final Controller controller;
    private final Proven proven;
    private final Set<EnvironmentName> reached = new HashSet<>();
    private Optional<Environment> former;
    private boolean formerMayGo;

    Invariants(Controller controller, Proven proven, Optional<Environment> former) {
        this.controller = controller;
        this.proven = proven;
        this.former = former;
    }

    /** The former environment is about to be retired: from here on it need not be there any more. */
    void letFormerGo() {
        formerMayGo = true;
    }

    /** From here on this is the environment to keep: the deployment goes back to it, and what was live when it began may go. */
    void keep(Environment home) {
        former = Optional.of(home);
    }

    /**
     * Rules 1, 2 and 3.
     *
     * @return where the traffic goes
     */
    TrafficSplit check() {
        TrafficSplit routing = controller.routingJustShown();
        List<EnvironmentName> served = new ArrayList<>();
        for (EnvironmentName name : routing.environments()) {
            require(proven.contains(name), 1, () -> "traffic goes to " + name + ", which is not proven healthy.");
            if (!isFormer(name)) {
                served.add(name);
            }
        }
        Optional<Environment> kept = former.filter(environment -> !formerMayGo);
        List<EnvironmentName> held = served.stream().filter(this::mayNotShrink).toList();
        Map<EnvironmentName, Integer> sizes = sizes(held, kept);
        held.forEach(name -> requireSize(name, sizes));
        reached.addAll(served);
        kept.ifPresent(environment -> requireKept(environment, sizes));
        if (former.isPresent()) {
            require(
                    !routing.environments().isEmpty(),
                    3,
                    () -> "traffic goes nowhere, although " + former.get().name() + " was live.");
        }
        return routing;
    }

    /** The very first, once users are there, is its load's to make smaller: they lose nothing that they had, and there is nothing to go back to. */
    private boolean mayNotShrink(EnvironmentName name) {
        return former.isPresent() || !reached.contains(name);
    }

    /** What was live before, as it was found, where it is smaller now or has lost a machine. */
    Optional<Environment> reducedFormer() {
        return former.filter(found -> !formerMayGo && isReduced(found));
    }

    private boolean isReduced(Environment found) {
        return controller
                .ask(
                        () -> "find " + found.name(),
                        platform -> platform.environments().find(found.name()))
                .filter(now -> now.size() < found.size()
                        || now.machines().stream().anyMatch(machine -> machine.state() == Machine.State.FAILED))
                .isPresent();
    }

    private boolean isFormer(EnvironmentName name) {
        return former.filter(environment -> environment.name().equals(name)).isPresent();
    }

    /** Somebody else, an autoscaler for instance, may have changed it. */
    private void requireSize(EnvironmentName name, Map<EnvironmentName, Integer> sizes) {
        int machines = proven.machines(name);
        int size = sizes.getOrDefault(name, 0);
        require(
                size >= machines,
                3,
                () -> "traffic goes to " + name + ", which was proven on " + machines + " machines and has " + size
                        + " now.");
    }

    private void requireKept(Environment kept, Map<EnvironmentName, Integer> sizes) {
        Optional<Integer> now = Optional.ofNullable(sizes.get(kept.name()));
        require(
                now.isPresent(),
                2,
                () -> kept.name()
                        + ", the last proven environment, is gone before its successor is live, proven and baked.");
        require(
                now.get() >= kept.size(),
                2,
                () -> kept.name() + ", the last proven environment, was reduced from " + kept.size() + " to "
                        + now.get() + " machines.");
    }

    /** Of several by one question. */
    private Map<EnvironmentName, Integer> sizes(List<EnvironmentName> served, Optional<Environment> kept) {
        Set<EnvironmentName> wanted = new LinkedHashSet<>(served);
        kept.map(Environment::name).ifPresent(wanted::add);
        return Sizes.of(wanted.size() > 1 ? listed() : Map.of(), wanted, this::size);
    }

    private Map<EnvironmentName, Integer> listed() {
        return controller.ask(
                () -> "list environments", platform -> platform.environments().sizes());
    }

    private OptionalInt size(EnvironmentName name) {
        return controller.ask(
                () -> "find " + name, platform -> platform.environments().size(name));
    }

    /** Rule 5: at the end one environment is live and nothing else is left, quarantined ones aside. Says what is left over. */
    List<EnvironmentName> leftOver(TrafficSplit live) {
        List<EnvironmentName> others =
                listed().keySet().stream().filter(name -> !live.reaches(name)).toList();
        return others.isEmpty() ? List.of() : unexplained(others);
    }

    private List<EnvironmentName> unexplained(List<EnvironmentName> others) {
        Instant now = controller.now();
        Quarantines quarantines = Quarantines.in(controller.platform().state());
        Optional<EnvironmentName> wayBack = WayBack.of(controller.platform()).find();
        return others.stream()
                .filter(name -> wayBack.filter(name::equals).isEmpty())
                .filter(name -> !quarantines.holds(name, now))
                .toList();
    }

    private static void require(boolean holds, int rule, Supplier<String> found) {
        if (!holds) {
            throw new PlatformException(new Failure.InvariantBroken(rule, found.get()));
        }
    }
}
