package dev.viridian.testing.contract;

import dev.viridian.Evidence;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import dev.viridian.provision.ServiceState.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a host keeps running. */
interface HostServiceRules extends HostRules {
    /** The name of the one service of these rules. */
    String NAME = "viridian-contract";

    /** Nothing is there, and nothing is done. */
    @Test
    default void anUnknownServiceIsUnknown() {
        HostDemand demand = new HostDemand("of a service that nobody has defined nothing is known");

        demand.same("its condition", Condition.UNKNOWN, look().condition());
        demand.same(
                "its definition",
                Optional.<ServiceDefinition>empty(),
                services().defined(NAME));
        demand.refused("start it", () -> services().start(NAME));
        services().stop(NAME);
    }

    /** What is read back is compared with what should be. */
    @Test
    default void aDefinitionIsReadBackAsItIs() {
        HostDemand demand = new HostDemand("a definition is read back as it was written, and starts nothing");
        ServiceDefinition awkward = new ServiceDefinition(
                NAME,
                "100 % of \"orders\" & more",
                List.of("/usr/bin/env", "a b", "c\"d", "e'f", "g\\h", "$HOME", "%n", "ü", ";", "", "line\nbreak"),
                Optional.of(underTest().elsewhere()),
                Optional.of("root"),
                Map.of("TEXT", "a \"b\" $c %d \\e 'f'", "EMPTY", ""),
                Optional.of("orders.env"),
                false);
        services().define(awkward);

        demand.same("the definition", Optional.of(awkward), services().defined(NAME));
        demand.same("the condition", Condition.STOPPED, look().condition());
    }

    /** From nothing to running, and to nothing. */
    @Test
    default void aServiceRunsFromStartToStop() {
        HostDemand demand = new HostDemand("a service runs once it is started, until it is stopped");
        services().define(running("first"));
        services().start(NAME);
        await(demand, Set.of(Condition.RUNNING));
        services().start(NAME);
        demand.same("the condition after a second start", Condition.RUNNING, look().condition());

        services().stop(NAME);
        demand.same("the condition after it was stopped", Condition.STOPPED, look().condition());
        services().stop(NAME);
        services().restart(NAME);
        await(demand, Set.of(Condition.RUNNING));
    }

    /** So that a provisioning knows that a restart is due. */
    @Test
    default void aServiceThatRunsWhatWasDefinedBeforeSaysSo() {
        HostDemand demand =
                new HostDemand("a service that runs what was defined before is outdated until it is restarted");
        services().define(running("first"));
        services().start(NAME);
        await(demand, Set.of(Condition.RUNNING));

        services().define(running("second"));
        demand.same("the condition", Condition.OUTDATED, look().condition());
        services().start(NAME);
        demand.same("the condition after a start", Condition.OUTDATED, look().condition());
        services().restart(NAME);
        await(demand, Set.of(Condition.RUNNING));
    }

    /** A program that ends at once was started well, and is not well. */
    @Test
    default void aProgramThatEndsAtOnceHasFailed() {
        HostDemand demand =
                new HostDemand("a service whose program ends at once is never called running, and says why");
        services().define(definition(underTest().failingProgram(), "first"));
        services().start(NAME);
        ServiceState state = await(demand, Set.of(Condition.FAILED));

        demand.holds(!state.detail().isBlank(), "nothing is said of it");
        Evidence evidence = services().examine(NAME);
        demand.holds(evidence.toString().contains("no database"), "the evidence is: " + evidence);
    }

    /** It is asked for when something failed already. */
    @Test
    default void anyServiceCanBeExamined() {
        HostDemand demand = new HostDemand("examining a service says something, also of one that is not there");

        Evidence evidence = demand.answered("examine it", () -> services().examine(NAME));
        demand.holds(!evidence.items().isEmpty(), "nothing is said of it");
    }

    private ServiceState await(HostDemand demand, Set<Condition> wanted) {
        Instant end = underTest().host().time().now().plus(underTest().patience());
        while (true) {
            ServiceState state = look();
            if (wanted.contains(state.condition())) {
                return state;
            }
            demand.holds(
                    wanted.contains(Condition.RUNNING) || state.condition() != Condition.RUNNING,
                    "it is called running: " + state);
            demand.holds(
                    underTest().host().time().now().isBefore(end),
                    "after " + underTest().patience() + " it is " + state + ", expected " + wanted);
            underTest().host().time().sleep(Duration.ofMillis(50));
        }
    }

    private ServiceState look() {
        return services().look(NAME);
    }

    private HostServices services() {
        return underTest().host().services();
    }

    private ServiceDefinition running(String version) {
        return definition(underTest().program(), version);
    }

    private ServiceDefinition definition(List<String> line, String version) {
        return new ServiceDefinition(
                NAME,
                "for the contract of hosts",
                line,
                Optional.empty(),
                Optional.empty(),
                Map.of("VERSION", version),
                Optional.empty(),
                true);
    }
}
