package dev.viridian.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.viridian.Artifact;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every platform must keep to. An adapter's test class extends this and says how to open a fresh platform; all else is asked
 * through the SPI, and waited for by the platform's own clock, so that the same rules run in virtual time and for real.
 *
 * <pre>{@code
 * class MyPlatformContractTest extends PlatformContract {
 *     protected Platform open() { return MyPlatform.open(); }
 *     protected Artifact artifact() { return Artifact.of("file:/builds/orders-1.1.tar.gz"); }
 *     protected Artifact anotherArtifact() { return Artifact.of("file:/builds/orders-1.2.tar.gz"); }
 *     protected Artifact missingArtifact() { return Artifact.of("file:/builds/orders-0.0.tar.gz"); }
 *     protected Duration patience() { return Duration.ofMinutes(1); }
 * }
 * }</pre>
 */
public abstract class PlatformContract {
    private static final Fence FENCE = new Fence(10, "contract");
    private static final Fence OLDER = new Fence(9, "contract-older");
    private static final MachineId NOBODY = new MachineId("nobody");

    private Optional<Platform> opened = Optional.empty();

    /** For adapters' tests. */
    protected PlatformContract() {}

    /** A platform where nothing was deployed yet; it is closed after each rule. */
    protected abstract Platform open() throws Exception;

    /** An artifact that can be deployed and answers well. */
    protected abstract Artifact artifact() throws Exception;

    /** Another one that can be deployed, with other bits. */
    protected abstract Artifact anotherArtifact() throws Exception;

    /** One that is not there. */
    protected abstract Artifact missingArtifact() throws Exception;

    /** How long anything may take, by the platform's clock. */
    protected abstract Duration patience();

    /** What a machine that runs answers well; {@code GET /health} unless overridden. */
    protected Probe healthProbe() {
        return HealthCheck.http("/health");
    }

    @BeforeEach
    final void openPlatform() throws Exception {
        opened = Optional.of(open());
    }

    @AfterEach
    final void closePlatform() {
        opened.ifPresent(Platform::close);
    }

    @Test
    final void createIsIdempotent() throws Exception {
        Environment first = create(2);
        Environment second = create(2);
        assertEquals(ids(first), ids(second), "create of what is there must adopt its machines, and make no others.");
    }

    @Test
    final void createRefusesAnotherRevisionUnderTheSameName() throws Exception {
        create(1);
        EnvironmentSpec other =
                new EnvironmentSpec(name(), platform().artifacts().pin(anotherArtifact()), 1);
        refused(
                "create of " + name() + " with another revision",
                () -> environments().create(other, FENCE));
    }

    @Test
    final void createByTwoTasksAtTheSameTimeMakesOneEnvironment() throws Exception {
        EnvironmentSpec spec = spec(2);
        Callable<Environment> create = () -> environments().create(spec, FENCE);
        platform().tasks().all(List.of(create, create));
        assertEquals(2, found().machines().size(), "two creates at the same time must make the machines once.");
        assertEquals(1, environments().list().size(), "two creates of one name must make one environment.");
    }

    @Test
    final void findAndListShowWhatIsThere() throws Exception {
        assertEquals(Optional.empty(), environments().find(name()), "find must show nothing before create.");
        EnvironmentSpec spec = spec(2);
        environments().create(spec, FENCE);
        assertEquals(spec.artifact().revision(), found().revision(), "find must show the revision that was pinned.");
        assertEquals(2, found().size(), "find must show the size that was asked for.");
        assertEquals(List.of(name()), listed(), "list must show each environment of the application once.");
    }

    @Test
    final void runningMachinesAnswerAndHaveIdsOfTheirOwn() throws Exception {
        create(2);
        Environment running = running(2);
        assertEquals(2, new HashSet<>(ids(running)).size(), () -> "ids must be unique, but were " + ids(running));
        running.machines()
                .forEach(machine -> eventually(
                        "machine " + machine + " that is RUNNING must answer a health check well",
                        () -> platform()
                                .probes()
                                .ask(healthProbe(), machine, patience())
                                .well()));
    }

    @Test
    final void replaceMakesANewMachineAndKeepsTheOthers() throws Exception {
        create(2);
        List<MachineId> before = ids(running(2));
        environments().replace(name(), before.get(0), FENCE);
        List<MachineId> after = ids(running(2));
        assertFalse(after.contains(before.get(0)), () -> "replace must take " + before.get(0) + " away: " + after);
        assertTrue(after.contains(before.get(1)), () -> "replace must keep " + before.get(1) + ": " + after);
    }

    @Test
    final void replaceOfAMachineThatIsGoneDoesNothing() throws Exception {
        List<MachineId> before = ids(create(2));
        environments().replace(name(), NOBODY, FENCE);
        assertEquals(before, ids(found()), "replace of a machine that is gone must do nothing.");
    }

    @Test
    final void resizeGoesUpAndDownAndIsIdempotent() throws Exception {
        create(1);
        for (int size : List.of(3, 3, 1, 1)) {
            environments().resize(name(), size, FENCE);
            assertEquals(size, running(size).size(), "find must show the size that resize asked for.");
        }
    }

    @Test
    final void destroyLeavesNothingAndOfNothingDoesNothing() throws Exception {
        environments().destroy(name(), FENCE);
        create(1);
        environments().destroy(name(), FENCE);
        assertEquals(Optional.empty(), environments().find(name()), "what was destroyed must not be found.");
        assertEquals(List.of(), listed(), "what was destroyed must not be listed.");
        environments().destroy(name(), FENCE);
    }

    @Test
    final void destroyOfWhatGetsTrafficIsRefused() throws Exception {
        create(1);
        routed(TrafficSplit.allTo(name()));
        refused("destroy of " + name() + ", which gets traffic", () -> {
            environments().destroy(name(), FENCE);
            return environments().find(name());
        });
        assertEquals(1, found().machines().size(), "a destroy that was refused must leave the machines alone.");
    }

    @Test
    final void routingIsReadBackAndNowhereToo() throws Exception {
        create(1);
        routed(TrafficSplit.allTo(name()));
        routed(TrafficSplit.nowhere());
    }

    /** Whoever accepts it drops the users' requests, and says that it does as it was told. */
    @Test
    final void aRouteToAnEnvironmentThatDoesNotExistIsRefused() {
        refused("a route to " + name() + ", which does not exist", () -> {
            platform().traffic().route(TrafficSplit.allTo(name()), FENCE);
            return platform().traffic().observed();
        });
    }

    @Test
    final void anOlderFencingTokenHasNoEffectAndTheSameIsAccepted() throws Exception {
        create(2);
        Environment before = running(2);
        EnvironmentSpec spec = spec(3);
        fencedOff("create", () -> environments().create(spec, OLDER));
        fencedOff("replace", () -> environments().replace(name(), ids(before).get(0), OLDER));
        fencedOff("resize", () -> environments().resize(name(), 1, OLDER));
        fencedOff("route", () -> platform().traffic().route(TrafficSplit.allTo(name()), OLDER));
        fencedOff("destroy", () -> environments().destroy(name(), OLDER));
        assertEquals(ids(before), ids(found()), "a call that was fenced off must change no machine.");
        assertEquals(TrafficSplit.nowhere(), platform().traffic().observed(), "nor the routing.");
        environments().resize(name(), 2, FENCE);
    }

    @Test
    final void examineNeverThrowsAndShowsNoSecret() throws Exception {
        create(2);
        MachineId runs = ids(running(2)).get(0);
        examine(runs);
        environments().replace(name(), runs, FENCE);
        examine(runs);
        examine(NOBODY);
        environments().destroy(name(), FENCE);
        examine(runs);
    }

    @Test
    final void ofSeveralWritersOfOneKeyExactlyOneWins() throws Exception {
        Callable<Boolean> write =
                () -> state().createIfAbsent("contract/key", () -> "text").isPresent();
        List<Boolean> won = platform().tasks().all(List.of(write, write, write, write));
        assertEquals(
                1, Collections.frequency(won, true), () -> "createIfAbsent must have one winner, but found " + won);
    }

    @Test
    final void documentsAreReplacedAndDeletedByVersionAndListedInOrder() {
        StateStore.Version first =
                state().createIfAbsent("contract/b", () -> "one").orElseThrow();
        assertTrue(
                state().createIfAbsent("contract/a", () -> "other").isPresent(),
                "the first document at a key must be put there.");
        assertEquals(List.of("contract/a", "contract/b"), state().list("contract/"), "list must be in order.");
        StateStore.Version second =
                state().replace("contract/b", first, () -> "two").orElseThrow();
        assertNotEquals(first, second, "each state of a key must have a version of its own.");
        assertTrue(state().replace("contract/b", first, () -> "three").isEmpty(), "an old version replaces nothing.");
        assertFalse(state().delete("contract/b", first), "an old version deletes nothing.");
        assertEquals("two", state().read("contract/b").orElseThrow().document().text(), "read shows the last text.");
        assertTrue(state().delete("contract/b", second), "delete of the version that is there must succeed.");
        assertTrue(state().read("contract/b").isEmpty(), "what was deleted must not be read.");
    }

    @Test
    final void pinningTwiceIsTheSame() throws Exception {
        assertEquals(
                platform().artifacts().pin(artifact()),
                platform().artifacts().pin(artifact()),
                "pin of the same bits must pin the same.");
    }

    @Test
    final void aMissingArtifactIsRefused() throws Exception {
        Artifact missing = missingArtifact();
        Failure failure = failureOf(
                "pin of " + missing + ", which is missing",
                () -> platform().artifacts().pin(missing));
        assertInstanceOf(Failure.ArtifactRefused.class, failure, "pin of what is missing must say ArtifactRefused.");
    }

    @Test
    final void timePassesAndNeverGoesBack() {
        Instant before = platform().time().now();
        platform().time().sleep(platform().pace());
        Duration passed = Duration.between(before, platform().time().now());
        assertTrue(
                passed.compareTo(platform().pace()) >= 0,
                () -> "sleep of " + platform().pace() + " must last as long, but by now() it was " + passed);
    }

    @Test
    final void tasksAnswerInTheirOrderAndEndInTime() throws Exception {
        Duration pace = platform().pace();
        List<Callable<Integer>> tasks = List.of(() -> after(pace.multipliedBy(2), 1), () -> after(pace, 2));
        assertEquals(List.of(1, 2), platform().tasks().all(tasks), "all() must answer in the order of the tasks.");
        assertEquals(3, platform().tasks().within(patience(), () -> 3), "within() must answer what the task does.");
        assertThrows(
                TimeoutException.class,
                () -> platform().tasks().within(pace, () -> after(patience(), 4)),
                "within() must end when the time is over.");
    }

    private int after(Duration time, int answer) {
        platform().time().sleep(time);
        return answer;
    }

    private void examine(MachineId machine) {
        String text = environments().examine(name(), machine).toString();
        found(name())
                .ifPresent(environment -> environment
                        .properties()
                        .forEach((key, value) -> assertFalse(
                                key.contains("password") && text.contains(value),
                                "examine must not show the secret " + key + ".")));
    }

    private void routed(TrafficSplit split) {
        platform().traffic().route(split, FENCE);
        eventually(
                "the routing " + split + " must be read back",
                () -> platform().traffic().observed().equals(split));
    }

    private void fencedOff(String call, Runnable effect) {
        Failure failure = failureOf(call + " with token 9 after 10", () -> {
            effect.run();
            return "done";
        });
        assertInstanceOf(Failure.FencedOff.class, failure, call + " with an older token must say FencedOff.");
    }

    private static void refused(String call, Supplier<?> effect) {
        Failure.CallFailed failure = assertInstanceOf(
                Failure.CallFailed.class, failureOf(call, effect), call + " must be refused with CallFailed.");
        assertFalse(failure.passing(), call + " must be refused for good, not as something that passes: " + failure);
    }

    private static Failure failureOf(String call, Supplier<?> effect) {
        try {
            return fail(call + " must be refused, but was answered with " + effect.get());
        } catch (PlatformException e) {
            return e.failure();
        }
    }

    private void eventually(String demand, BooleanSupplier holds) {
        Instant end = platform().time().now().plus(patience());
        while (!holds.getAsBoolean()) {
            assertTrue(platform().time().now().isBefore(end), () -> demand + " within " + patience() + ".");
            platform().time().sleep(platform().pace());
        }
    }

    private Environment running(int machines) {
        eventually(
                name() + " must have " + machines + " machines that are RUNNING",
                () -> found().machines().size() == machines
                        && found().machines().stream().allMatch(machine -> machine.state() == Machine.State.RUNNING));
        return found();
    }

    private Environment create(int machines) throws Exception {
        return environments().create(spec(machines), FENCE);
    }

    private EnvironmentSpec spec(int machines) throws Exception {
        return new EnvironmentSpec(name(), platform().artifacts().pin(artifact()), machines);
    }

    private Environment found() {
        return found(name()).orElseGet(() -> fail("find must show " + name() + ", but found nothing."));
    }

    private Optional<Environment> found(EnvironmentName name) {
        return environments().find(name);
    }

    private List<EnvironmentName> listed() {
        return environments().list().stream().map(Environment::name).toList();
    }

    private static List<MachineId> ids(Environment environment) {
        return environment.machines().stream().map(Machine::id).toList();
    }

    private EnvironmentName name() {
        return new EnvironmentName(platform().application() + "-contract-1");
    }

    private Environments environments() {
        return platform().environments();
    }

    private StateStore state() {
        return platform().state();
    }

    private Platform platform() {
        return opened.orElseThrow();
    }
}
