package dev.viridian.testing.simulation;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Artifact;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the caller sees of each fault, and what really happens. */
class FaultTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-0-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-1-1");
    private static final Fence FENCE = new Fence(1, "a token");

    private final SimulatedWorld world = Simulation.of("orders").live("1.2", 4).open();
    private final SimulatedPlatform platform = world.platform();
    private final EnvironmentSpec green =
            new EnvironmentSpec(GREEN, platform.artifacts().pin(Artifact.of("s3://releases/orders-1.3.tar.gz")), 4);

    /** From now on the first call of that kind goes wrong. */
    private void first(Operation operation, Fault fault) {
        List<Integer> seen = new ArrayList<>();
        platform.inject((call, asked, subject) -> {
            if (asked == operation) {
                seen.add(call);
            }
            return asked == operation && seen.size() == 1 ? fault : Fault.NONE;
        });
    }

    private void create() {
        platform.environments().create(green, FENCE);
    }

    private void within(Duration limit, Runnable call) throws Exception {
        platform.tasks().within(limit, () -> {
            call.run();
            return true;
        });
    }

    private Failure failureOf(Runnable call) {
        return catchThrowableOfType(PlatformException.class, call::run).failure();
    }

    private boolean greenIsThere() {
        return world.environments().stream().map(Environment::name).anyMatch(GREEN::equals);
    }

    @Test
    void whatFailsBeforeItsEffectHasNone() {
        first(Operation.CREATE, Fault.FAILS);

        assertThat(failureOf(this::create).worthRetrying()).isTrue();
        assertThat(greenIsThere()).isFalse();
    }

    @Test
    void whatIsRefusedForGoodIsNotWorthAnotherTry() {
        first(Operation.CREATE, Fault.REFUSED);

        assertThat(failureOf(this::create).worthRetrying()).isFalse();
        assertThat(greenIsThere()).isFalse();
    }

    @Test
    void whoseAnswerIsLostTookEffect() {
        first(Operation.CREATE, Fault.ANSWER_LOST);

        assertThat(failureOf(this::create).worthRetrying()).isTrue();
        assertThat(greenIsThere()).isTrue();
    }

    @Test
    void whatIsThrottledGoesWellAtTheFourthTry() {
        first(Operation.CREATE, Fault.THROTTLED);

        for (int i = 0; i < 3; i++) {
            assertThat(failureOf(this::create).worthRetrying()).isTrue();
        }
        assertThatCode(this::create).doesNotThrowAnyException();
    }

    @Test
    void whatHangsAnswersNothingUntilTheCallerGivesUp() {
        first(Operation.CREATE, Fault.HANGS);

        assertThatThrownBy(() -> within(Duration.ofSeconds(20), this::create)).isInstanceOf(TimeoutException.class);
        assertThat(world.elapsed()).isEqualTo(Duration.ofSeconds(20));
        world.pass(Duration.ofHours(1));
        assertThat(greenIsThere()).isFalse();
    }

    @Test
    void whatLandsLateTakesEffectAMinuteAfterTheCallerGaveUp() {
        first(Operation.CREATE, Fault.LANDS_LATE);

        assertThatThrownBy(() -> within(Duration.ofSeconds(20), this::create)).isInstanceOf(TimeoutException.class);
        assertThat(greenIsThere()).isFalse();
        world.pass(Duration.ofMinutes(1));
        assertThat(greenIsThere()).isTrue();
    }

    @Test
    void whatIsDoneInPartMakesSomeOfTheMachines() {
        first(Operation.CREATE, Fault.PARTIAL);

        assertThat(failureOf(this::create).worthRetrying()).isTrue();
        assertThat(world.environments())
                .filteredOn(found -> found.name().equals(GREEN))
                .singleElement()
                .satisfies(found -> assertThat(found.machines()).hasSize(2))
                .satisfies(found -> assertThat(found.size()).isEqualTo(4));
        create();
        assertThat(platform.environments().find(GREEN).orElseThrow().machines()).hasSize(4);
    }

    @Test
    void aStaleAnswerDoesNotKnowWhatWasJustMade() {
        create();
        first(Operation.LIST, Fault.STALE);

        assertThat(platform.environments().list()).extracting(Environment::name).containsExactly(BLUE);
        assertThat(platform.environments().list()).hasSize(1);
        world.pass(Duration.ofSeconds(10));
        assertThat(platform.environments().list()).hasSize(2);
    }

    @Test
    void aStaleAnswerStillKnowsWhatIsGone() {
        create();
        platform.environments().destroy(GREEN, FENCE);
        first(Operation.FIND, Fault.STALE);

        assertThat(platform.environments().find(GREEN)).isPresent();
        world.pass(Duration.ofSeconds(10));
        assertThat(platform.environments().find(GREEN)).isEmpty();
    }

    @Test
    void anAnswerThatSaysNothingSaysThatThereIsNothing() {
        first(Operation.FIND, Fault.SAYS_NOTHING);

        assertThat(platform.environments().find(BLUE)).isEmpty();
        assertThat(platform.environments().find(BLUE)).isPresent();
    }

    @Test
    void aRouterThatConvergesLateSwitchesAfterNinetySeconds() {
        create();
        first(Operation.ROUTE, Fault.CONVERGES_LATE);

        platform.traffic().route(TrafficSplit.allTo(GREEN), FENCE);

        assertThat(world.routing()).isEqualTo(TrafficSplit.allTo(BLUE));
        world.pass(Duration.ofSeconds(90));
        assertThat(world.routing()).isEqualTo(TrafficSplit.allTo(GREEN));
    }

    @Test
    void whatIsIgnoredIsAcceptedAndThatIsAll() {
        create();
        first(Operation.ROUTE, Fault.IGNORED);

        platform.traffic().route(TrafficSplit.allTo(GREEN), FENCE);

        world.pass(Duration.ofDays(1));
        assertThat(world.routing()).isEqualTo(TrafficSplit.allTo(BLUE));
    }

    @Test
    void aMachineThatIsWellAnswersBadlyOnce() {
        first(Operation.ASK, Fault.SICK);
        Machine machine = world.live().orElseThrow().machines().get(0);

        assertThat(platform.probes()
                        .ask(http("/health"), machine, Duration.ofSeconds(5))
                        .well())
                .isFalse();
        assertThat(platform.probes()
                        .ask(http("/health"), machine, Duration.ofSeconds(5))
                        .well())
                .isTrue();
    }

    @Test
    void aFullDiskIsSaidToBeFull() {
        first(Operation.CREATE_STATE, Fault.DISK_FULL);

        assertThat(failureOf(() -> platform.state().createIfAbsent("a/key", () -> "text")))
                .isInstanceOf(Failure.DiskFull.class);
        assertThat(platform.state().read("a/key")).isEmpty();
    }

    @Test
    void whoOversleepsWakesAnHourLater() {
        first(Operation.SLEEP, Fault.OVERSLEEPS);
        Instant before = world.now();

        platform.time().sleep(Duration.ofSeconds(1));

        assertThat(Duration.between(before, world.now()))
                .isEqualTo(Duration.ofHours(1).plusSeconds(1));
    }

    @Test
    void whoIsKilledBeforeACallHasNotMadeItAndMakesNoOther() {
        first(Operation.CREATE, Fault.KILLED_BEFORE);

        assertThatThrownBy(this::create).isInstanceOf(ControllerKilled.class);
        assertThat(greenIsThere()).isFalse();
        assertThatThrownBy(() -> platform.traffic().observed()).isInstanceOf(ControllerKilled.class);
        assertThat(world.anotherController().traffic().observed()).isEqualTo(TrafficSplit.allTo(BLUE));
    }

    @Test
    void whoIsKilledAfterACallHasMadeIt() {
        first(Operation.CREATE, Fault.KILLED_AFTER);

        assertThatThrownBy(this::create).isInstanceOf(ControllerKilled.class);
        assertThat(greenIsThere()).isTrue();
    }

    @Test
    void whoIsTakenOverGoesOnAfterTheOther() {
        first(Operation.CREATE, Fault.TAKEN_OVER);
        platform.onTakeover(() ->
                world.anotherController().traffic().route(TrafficSplit.nowhere(), new Fence(2, "the other's token")));

        create();

        assertThat(world.routing()).isEqualTo(TrafficSplit.nowhere());
        assertThat(greenIsThere()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachFaultCanHappenToSomeCall(Fault fault) {
        assertThat(Arrays.stream(Operation.values()).filter(fault::canHappenTo)).isNotEmpty();
    }
}
