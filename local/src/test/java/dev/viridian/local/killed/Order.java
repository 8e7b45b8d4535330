package dev.viridian.local.killed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Environment;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.engine.Recovery;
import dev.viridian.spi.StateStore;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.Outbox;
import dev.viridian.state.RecordedDeployment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be true of a world when a controller was killed in it, and the next one has come to its end. */
final class Order {
    private final World world;
    private final int last;
    private final Optional<String> liveBefore;
    private final Set<Told.Message> toldBefore;

    private Order(World world) {
        this.world = world;
        this.last = world.course().hasUsersBefore() ? history(world).get(0).id().number() : 0;
        this.liveBefore = version(world);
        this.toldBefore = Set.copyOf(world.told());
    }

    /** As it is before the killing begins. */
    static Order before(World world) {
        return new Order(world);
    }

    /** How what was begun since has ended, the last one first. */
    List<HistoryEntry> ended() {
        return history(world).stream()
                .filter(entry -> entry.id().number() > last)
                .toList();
    }

    void require(Next next, String another) {
        requireOneLive();
        requireTheRightOneLive(next, another);
        requireNothingLeftOver();
        requireEachToldOnce();
        requireServed();
        assertThat(world.recover())
                .as("there is nothing to recover")
                .isEqualTo(new Recovery.Tidied(List.of(), List.of(), 0));
    }

    private void requireOneLive() {
        Optional<Environment> live = world.live();
        List<String> environments =
                live.stream().map(each -> each.name().value()).toList();
        List<Machine> machines = live.map(Environment::machines).orElse(List.of());
        assertThat(world.names("environments")).as("folders of environments").isEqualTo(environments);
        assertThat(machines).as("machines").allMatch(machine -> machine.state() == Machine.State.RUNNING);
        live.ifPresent(environment -> {
            assertThat(machines).as("machines").hasSize(environment.size());
            assertThat(world.names("environments/" + environment.name() + "/machines"))
                    .as("folders of machines")
                    .containsExactlyInAnyOrderElementsOf(machines.stream()
                            .map(Machine::id)
                            .map(MachineId::value)
                            .toList());
        });
        assertThat(world.processesOfMachines()).as("processes").hasSameSizeAs(machines);
        assertThat(world.names("ports"))
                .as("ports")
                .containsExactlyInAnyOrderElementsOf(machines.stream()
                        .map(machine -> Integer.toString(machine.port()))
                        .toList());
    }

    private void requireTheRightOneLive(Next next, String another) {
        List<HistoryEntry> history = ended();
        Optional<String> version = version(world);
        Outcome outcome = history.isEmpty() ? Outcome.REFUSED : history.get(0).outcome();
        switch (next) {
            case DEPLOYS_THE_SAME -> assertThat(outcome).isEqualTo(world.course().outcome);
            case DEPLOYS_ANOTHER -> {
                assertThat(outcome).isEqualTo(Outcome.DEPLOYED);
                assertThat(version).contains(another);
            }
            case RECOVERS -> assertThat(outcome).isNotEqualTo(Outcome.HALTED);
        }
        Optional<String> expected = history.stream()
                .filter(entry -> entry.outcome() == Outcome.DEPLOYED)
                .map(entry -> entry.revision().version())
                .findFirst()
                .or(() -> liveBefore);
        assertThat(version).as("what is live").isEqualTo(expected);
    }

    private void requireNothingLeftOver() {
        StateStore state = world.machine().state();
        assertThat(state.read("lease").orElseThrow().document().text()).contains("holder nobody");
        assertThat(Outbox.in(state).keys()).as("outbox").isEmpty();
        assertThat(world.names("state"))
                .as("kinds of state")
                .isSubsetOf(".changes", ".drafts", ".lock", "history", "journal", "last-deployment", "lease", "outbox");
        assertThat(world.files("state"))
                .as("files of state that are no keys")
                .filteredOn(file -> file.getFileName().toString().startsWith("."))
                .allMatch(file -> file.endsWith(".lock") || file.endsWith(".changes"));
        assertThat(world.names(""))
                .as("files of the platform")
                .isSubsetOf("application", "environments", "fence", "ports", "router", "routing", "state");
        assertThat(state.list("journal/").stream()
                        .map(key -> key.substring(8, 14))
                        .distinct())
                .as("every deployment is in the history")
                .hasSameSizeAs(history(world));
        ended().forEach(entry -> assertThat(
                        RecordedDeployment.read(state, entry.id()).isUnfinished())
                .isFalse());
    }

    /**
     * Where the store is in order all the time, a message whose sender was killed right after it was sent may come again, to the letter and with its
     * key, and nothing is told but how it ended.
     */
    void requireToldToTheLetter() {
        assertThat(told().stream().map(Told.Message::key).distinct())
                .as("messages that came again are the same")
                .hasSameSizeAs(told());
        assertThat(toldOutcomes()).as("outcomes that were told").containsExactlyInAnyOrderElementsOf(endedOutcomes());
    }

    /**
     * How each has ended is told. Where an outcome could not be written down, the next controller may bring it to another end: that the first one told
     * was true then, and has a key of its own.
     */
    private void requireEachToldOnce() {
        Map<String, Optional<String>> outcomes = new HashMap<>();
        told().forEach(message -> outcomes.put(message.key(), message.outcome()));
        assertThat(told())
                .as("messages that came again tell the same")
                .allMatch(message -> message.outcome().equals(outcomes.get(message.key())));
        assertThat(toldOutcomes()).as("outcomes that were told").containsAll(endedOutcomes());
    }

    private Set<String> toldOutcomes() {
        return told().stream()
                .map(Told.Message::outcome)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private List<String> endedOutcomes() {
        return ended().stream().map(entry -> entry.id() + " " + entry.outcome()).toList();
    }

    private Set<Told.Message> told() {
        Set<Told.Message> told = new HashSet<>(world.told());
        told.removeAll(toldBefore);
        return told;
    }

    private void requireServed() {
        world.users()
                .ifPresent(users ->
                        assertThat(users.failures()).as(users.toString()).isEmpty());
    }

    private static List<HistoryEntry> history(World world) {
        return History.of(world.machine().state(), world.machine().application())
                .newestFirst()
                .toList();
    }

    private static Optional<String> version(World world) {
        return world.live().map(environment -> environment.revision().version());
    }
}
