package dev.viridian.testing.contract;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.EnvironmentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What can be found out about machines. It is asked for when something failed already, so it must not fail as well. */
interface EvidenceRules extends Rules {
    /** The demand of all of these, for one kind of machine. */
    private static Demand demand(String machine) {
        return new Demand(
                "examine of " + machine + " says something and never throws",
                "tell whatever can be told, and where nothing can be, tell that; what goes wrong meanwhile is evidence, too");
    }

    /** The usual case: it runs, and is sick. */
    @Test
    default void aMachineThatRunsCanBeExamined() {
        Demand demand = demand("a machine that runs");
        Bench bench = Bench.of(this);
        Machine machine = bench.running(demand, 1, 1).machines().get(0);

        requireEvidence(demand, bench.name(1), machine.id());
    }

    /** Somebody was faster. */
    @Test
    default void aMachineThatIsGoneCanBeExamined() {
        Demand demand = demand("a machine that is gone");
        Bench bench = Bench.of(this);
        MachineId gone = bench.created(demand, 1, 1).machines().get(0).id();
        bench.environments().replace(bench.name(1), gone, bench.fence("replace"));
        bench.settled(demand, 1, 1);

        requireEvidence(demand, bench.name(1), gone);

        bench.environments().destroy(bench.name(1), bench.fence("destroy"));
        requireEvidence(demand, bench.name(1), gone);
    }

    /** The id may come from an old journal. */
    @Test
    default void aMachineThatNeverWasCanBeExamined() {
        Demand demand = demand("a machine that never was");
        Bench bench = Bench.of(this);
        bench.created(demand, 1, 1);

        requireEvidence(demand, bench.name(1), new MachineId(bench.name(1) + ".9999"));
        requireEvidence(demand, bench.name(404), new MachineId(bench.name(404) + ".1"));
    }

    /** Evidence goes into notifications. */
    @Test
    default void evidenceShowsNoSecret() {
        Demand demand = new Demand(
                "no secret of the application is in any evidence",
                "leave out the values of the environment's properties, and variables, command lines and user data that"
                        + " may hold secrets; Evidence masks only what stands behind a name such as password=");
        Bench bench = Bench.of(this);
        Environment running = bench.running(demand, 1, 1);
        EnvironmentSpec failing = new EnvironmentSpec(
                bench.name(2), bench.platform().artifacts().pin(underTest().artifactThatNeverComesUp()), 1);
        bench.environments().create(failing, bench.fence("create the failing one"));
        List<String> secrets = secrets(running);
        Assumptions.assumeFalse(secrets.isEmpty(), "The application has no secret that could be looked for.");

        List<Evidence> all = new ArrayList<>();
        for (Environment environment : List.of(running, bench.settled(demand, 2, 1))) {
            MachineId machine = environment.machines().get(0).id();
            all.add(bench.environments().examine(environment.name(), machine));
            bench.environments().destroy(environment.name(), bench.fence("destroy " + environment.name()));
            all.add(bench.environments().examine(environment.name(), machine));
        }

        all.stream()
                .flatMap(evidence -> evidence.items().stream())
                .forEach(item -> demand.holds(
                        secrets.stream().noneMatch(secret -> (item.title() + item.text()).contains(secret)),
                        "the evidence '" + item.title() + "' shows a secret"));
    }

    private List<String> secrets(Environment environment) {
        return Stream.concat(
                        underTest().secrets().stream(),
                        environment.properties().entrySet().stream()
                                .filter(property -> isSecret(property.getKey()))
                                .map(Map.Entry::getValue))
                .filter(secret -> !secret.isBlank())
                .toList();
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of("password", "passwd", "secret", "token", "credential").anyMatch(lower::contains);
    }

    private void requireEvidence(Demand demand, EnvironmentName name, MachineId machine) {
        Evidence evidence = demand.answered(
                "examine " + machine, () -> Bench.of(this).environments().examine(name, machine));
        demand.holds(
                evidence.items().stream().anyMatch(item -> !item.text().isBlank()),
                "of " + machine + " it said nothing at all");
    }
}
