package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.viridian.Failure;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {
    private static final Duration PATIENT = Duration.ofMinutes(15);

    private final StateStore store = new WrittenStateStore(new MemoryStateStore());
    private final VirtualTime time = new VirtualTime();

    private Lease acquire(String holder, Duration patience) {
        return acquireFrom(store, holder, patience);
    }

    private Lease acquireFrom(StateStore from, String holder, Duration patience) {
        return Lease.acquire(from, time, holder, patience, Duration.ofSeconds(1));
    }

    private String text() {
        return store.read("lease").orElseThrow().document().text();
    }

    @Test
    void theFirstHolderGetsItAtOnceWithTokenOne() {
        Instant before = time.now();

        Lease lease = acquire("anna", Duration.ZERO);

        assertThat(lease.token()).isEqualTo(1);
        assertThat(lease.holder()).isEqualTo("anna");
        assertThat(time.now()).isEqualTo(before);
        assertThat(text()).isEqualTo("token 1\nholder anna\nsince 2026-01-01T00:00:00Z\nuntil 2026-01-01T00:01:00Z\n");
    }

    @Test
    void whoeverWaitsInVainIsToldWhoHasIt() {
        acquire("anna, process 7", Duration.ZERO);
        Instant before = time.now();

        assertThatThrownBy(() -> acquire("bert", Duration.ofSeconds(30)))
                .asInstanceOf(type(PlatformException.class))
                .extracting(PlatformException::failure)
                .asInstanceOf(type(Failure.DeadlinePassed.class))
                .satisfies(failure -> assertThat(failure.message())
                        .contains("Gave up after 30 s")
                        .contains("held by anna, process 7 since 2026-01-01T00:00:00Z")
                        .contains("its lease runs out by itself"));
        assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aHolderThatRenewsKeepsItForAsLongAsItLikes() {
        Lease lease = acquire("anna", Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            time.sleep(Lease.RENEWAL);
            lease.renew();
            assertThatThrownBy(() -> acquire("bert", Duration.ZERO)).hasMessageContaining("anna");
        }
        assertThat(lease.token()).isEqualTo(1);
        assertThat(text()).contains("since 2026-01-01T00:00:00Z", "until 2026-01-01T00:26:00Z");
    }

    @Test
    void renewingBeforeItIsTimeWritesNothing() {
        Lease lease = acquire("anna", Duration.ZERO);
        StateStore.Version version = store.read("lease").orElseThrow().version();

        time.sleep(Lease.RENEWAL.minusNanos(1));
        lease.renew();

        assertThat(store.read("lease").orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void oneThatRanOutIsTakenOverWithAHigherTokenAndTheFormerHolderIsFencedOff() {
        Lease dead = acquire("anna", Duration.ZERO);
        Instant before = time.now();

        Lease next = acquire("bert", Duration.ofMinutes(5));

        assertThat(Duration.between(before, time.now())).isEqualTo(Lease.TIME_TO_LIVE);
        assertThat(next.token()).isEqualTo(2);
        assertThatThrownBy(dead::renew)
                .asInstanceOf(type(PlatformException.class))
                .extracting(PlatformException::failure)
                .asInstanceOf(type(Failure.FencedOff.class))
                .satisfies(failure -> assertThat(failure.message()).contains("taken over by bert"));
    }

    @Test
    void oneThatRanOutAndThatNobodyTookIsRenewed() {
        Lease slow = acquire("anna", Duration.ZERO);
        time.sleep(Duration.ofHours(1));

        slow.renew();

        assertThatThrownBy(() -> acquire("bert", Duration.ZERO)).hasMessageContaining("anna");
    }

    @Test
    void aRenewalWhoseAnswerWasLostIsOurs() {
        List<Boolean> loses = new ArrayList<>(List.of(true));
        StateStore forgetful = new ForwardingStateStore(store) {
            @Override
            public Optional<Version> replace(String key, Version expected, Document document) {
                Optional<Version> version = super.replace(key, expected, document);
                return !loses.isEmpty() && loses.remove(0) ? Optional.empty() : version;
            }
        };
        Lease lease = acquireFrom(forgetful, "anna", Duration.ZERO);

        time.sleep(Lease.RENEWAL);
        lease.renew();
        time.sleep(Lease.RENEWAL);
        lease.renew();

        assertThat(text()).contains("until 2026-01-01T00:01:30Z");
    }

    @Test
    void aRenewalWithoutAnAnswerIsTriedAgainAfterThreeSeconds() {
        ResettingStateStore resetting = new ResettingStateStore(store);
        Lease lease = acquireFrom(resetting, "anna", Duration.ZERO);
        time.sleep(Lease.RENEWAL);
        resetting.failsBefore(1);

        assertThat(lease.renew()).isFalse();
        time.sleep(Duration.ofMillis(2_999));
        assertThat(lease.renew()).isFalse();
        assertThat(text()).contains("until 2026-01-01T00:01:00Z");
        time.sleep(Duration.ofMillis(1));
        assertThat(lease.renew()).isTrue();

        assertThat(text()).contains("until 2026-01-01T00:01:18Z");
    }

    @Test
    void aRenewalThatTookEffectThoughItFailedIsRecognised() {
        ResettingStateStore resetting = new ResettingStateStore(store);
        Lease lease = acquireFrom(resetting, "anna\nof the night shift", Duration.ZERO);
        time.sleep(Lease.RENEWAL);
        resetting.failsAfter(1);

        assertThat(lease.renew()).isFalse();
        assertThat(text()).contains("until 2026-01-01T00:01:15Z");
        time.sleep(Duration.ofSeconds(3));
        assertThat(lease.renew()).isTrue();
        time.sleep(Duration.ofSeconds(12));
        assertThat(lease.renew()).isTrue();

        assertThat(text()).contains("token 1", "until 2026-01-01T00:01:30Z");
    }

    @Test
    void whoeverCannotRenewItBeforeItHasRunOutIsFencedOff() {
        ResettingStateStore resetting = new ResettingStateStore(store);
        Lease lease = acquireFrom(resetting, "anna", Duration.ZERO);
        resetting.failsBefore(100);
        Instant end = time.now().plus(Lease.TIME_TO_LIVE);
        while (time.now().isBefore(end)) {
            lease.renew();
            lease.requireHeld();
            assertThat(lease.hasRunOut()).isFalse();
            time.sleep(Duration.ofSeconds(1));
        }

        assertThat(lease.hasRunOut()).isTrue();
        assertThatThrownBy(() -> {
                    time.sleep(Duration.ofSeconds(3));
                    lease.renew();
                })
                .asInstanceOf(type(PlatformException.class))
                .extracting(PlatformException::failure)
                .asInstanceOf(type(Failure.FencedOff.class))
                .satisfies(failure ->
                        assertThat(failure.message()).contains("ran out at 2026-01-01T00:01:00Z", "connection reset"));
        assertThatThrownBy(lease::requireHeld).hasMessageContaining("ran out at 2026-01-01T00:01:00Z");
    }

    @Test
    void oneThatRanOutAndThatNobodyTookIsNotFencedOffByAStoreThatCannotBeWritten() {
        Lease lease = acquireFrom(
                new ForwardingStateStore(store) {
                    @Override
                    public Optional<Version> replace(String key, Version expected, Document document) {
                        throw new PlatformException(new Failure.DiskFull("the state store", "replace " + key));
                    }
                },
                "anna",
                Duration.ZERO);
        time.sleep(Lease.RENEWAL);
        assertThat(lease.renew()).isFalse();
        time.sleep(Lease.TIME_TO_LIVE);

        assertThatThrownBy(lease::renew)
                .asInstanceOf(type(PlatformException.class))
                .extracting(PlatformException::failure)
                .isInstanceOf(Failure.DiskFull.class);
        lease.requireHeld();

        acquire("bert", Duration.ZERO);
        assertThatThrownBy(lease::renew).hasMessageContaining("taken over by bert");
        assertThatThrownBy(lease::requireHeld).hasMessageContaining("taken over by bert");
    }

    @Test
    void aRenewalThatIsNotAllowedIsNotTriedAgain() {
        Lease lease = acquireFrom(
                new ForwardingStateStore(store) {
                    @Override
                    public Optional<Version> replace(String key, Version expected, Document document) {
                        throw PlatformException.refused("replace " + key, "not allowed");
                    }
                },
                "anna",
                Duration.ZERO);
        time.sleep(Lease.RENEWAL);

        assertThatThrownBy(lease::renew).hasMessageContaining("not allowed");
    }

    @Test
    void oneOfTheSameTokenAndHolderThatBeganAtAnotherTimeIsSomebodyElses() {
        Lease lease = acquire("anna", Duration.ZERO);
        StateStore.Version version = store.read("lease").orElseThrow().version();
        store.replace(
                "lease",
                version,
                () -> "token 1\nholder anna\nsince 2026-01-01T00:00:05Z\nuntil 2026-01-01T00:02:00Z\n");
        time.sleep(Lease.RENEWAL);

        assertThatThrownBy(lease::requireHeld).hasMessageContaining("taken over by anna since 2026-01-01T00:00:05Z");
        assertThatThrownBy(lease::renew).hasMessageContaining("taken over by anna since 2026-01-01T00:00:05Z");
    }

    @Test
    void givingItBackIsTriedAgainWhereNoAnswerCame() {
        ResettingStateStore resetting = new ResettingStateStore(store);
        Lease lease = acquireFrom(resetting, "anna", Duration.ZERO);
        Instant before = time.now();
        resetting.failsBefore(2);

        lease.release();

        assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofSeconds(6));
        assertThat(text()).contains("holder nobody");
    }

    @Test
    void givingItBackWhereTheAnswersOfTheLastRenewalAndOfGivingItBackWereLost() {
        ResettingStateStore resetting = new ResettingStateStore(store);
        Lease lease = acquireFrom(resetting, "anna", Duration.ZERO);
        time.sleep(Lease.RENEWAL);
        resetting.failsAfter(1);
        lease.renew();

        resetting.failsAfter(1);
        lease.release();

        assertThat(acquire("bert", Duration.ZERO).token()).isEqualTo(2);
        lease.release();
        assertThat(text()).contains("holder bert");
    }

    @Test
    void oneThatCannotBeGivenBackBeforeItHasRunOutIsLeft() {
        ResettingStateStore resetting = new ResettingStateStore(store);
        Lease lease = acquireFrom(resetting, "anna", Duration.ZERO);
        Instant before = time.now();
        resetting.failsBefore(100);

        assertThatThrownBy(lease::release).hasMessageContaining("connection reset");

        assertThat(Duration.between(before, time.now())).isEqualTo(Lease.TIME_TO_LIVE);
    }

    @Test
    void oneWhoseHolderIsKnownToBeDeadIsTakenAtOnce() {
        Set<String> dead = new HashSet<>();
        acquireKnowing(dead, "anna");
        Instant before = time.now();
        assertThatThrownBy(() -> acquireKnowing(dead, "bert")).hasMessageContaining("held by anna");
        dead.add("process of anna");

        Lease next = acquireKnowing(dead, "bert");

        assertThat(next.token()).isEqualTo(2);
        assertThat(time.now()).isEqualTo(before);
        assertThat(text()).contains("holder bert", "process process of bert");
    }

    private Lease acquireKnowing(Set<String> dead, String holder) {
        Controllers controllers = new Controllers() {
            @Override
            public String present() {
                return "process of " + holder;
            }

            @Override
            public boolean isDead(String controller) {
                return dead.contains(controller);
            }
        };
        return Lease.acquire(store, time, controllers, holder, Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void theProcessOfItsHolderIsToldAsLongAsItIsHeld() {
        Lease lease = acquireKnowing(Set.of(), "anna");
        time.sleep(Lease.RENEWAL);

        lease.renew();
        assertThat(text()).contains("process process of anna");

        lease.release();
        assertThat(text()).doesNotContain("process");
    }

    /** Two machines whose clocks are an hour apart. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aLivingHolderIsNotBrokenByOneWhoseClockIsWrong(long ahead) {
        Lease lease = acquire("anna", Duration.ZERO);
        Time wrong = shifted(() -> Duration.ofSeconds(ahead), lease);

        assertThatThrownBy(() -> Lease.acquire(store, wrong, "bert", Duration.ofMinutes(10), Duration.ofSeconds(1)))
                .hasMessageContaining("held by anna");
        assertThat(lease.token()).isEqualTo(1);
        lease.requireHeld();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aDeadHolderIsWaitedForAMinuteByOneWhoseClockIsWrong(long ahead) {
        acquire("anna", Duration.ZERO);
        Instant before = time.now();
        Time wrong = shifted(() -> Duration.ofSeconds(ahead));

        Lease next = Lease.acquire(store, wrong, "bert", Duration.ofMinutes(10), Duration.ofSeconds(1));

        assertThat(next.token()).isEqualTo(2);
        assertThat(Duration.between(before, time.now())).isEqualTo(Lease.TIME_TO_LIVE);
    }

    /** While it is waited for, the clock is set on or back by an hour, again and again. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aLivingHolderIsNotBrokenByAClockThatJumps(long jump) {
        Lease lease = acquire("anna", Duration.ZERO);
        Instant start = time.now();
        Time jumping = shifted(
                () -> Duration.ofSeconds(
                        jump * (Duration.between(start, time.now()).toSeconds() / 7 % 2)),
                lease);

        assertThatThrownBy(() -> Lease.acquire(store, jumping, "bert", Duration.ofMinutes(3), Duration.ofSeconds(1)))
                .hasMessageContaining("held by anna");
        lease.requireHeld();
    }

    /** The same time as everybody's, with a clock that is wrong by that much; while somebody sleeps, these are renewed. */
    private Time shifted(Supplier<Duration> wrong, Lease... renewed) {
        return new Time() {
            @Override
            public Instant now() {
                return time.now().plus(wrong.get());
            }

            @Override
            public void sleep(Duration duration) {
                time.sleep(duration);
                for (Lease lease : renewed) {
                    lease.renew();
                }
            }
        };
    }

    /** Nobody knows by its text whether it is, so it is watched first: its holder's clock may be slow. */
    @Test
    void oneThatSeemsToHaveRunOutIsWatchedForAMinuteEvenWithoutPatience() {
        acquire("anna", Duration.ZERO);
        time.sleep(Duration.ofHours(1));
        Instant before = time.now();

        assertThat(acquire("bert", Duration.ZERO).token()).isEqualTo(2);

        assertThat(Duration.between(before, time.now())).isEqualTo(Lease.TIME_TO_LIVE);
    }

    @Test
    void oneThatOnlySeemedToHaveRunOutIsNotWaitedForWithoutPatience() {
        Lease lease = acquire("anna", Duration.ZERO);
        Time wrong = shifted(() -> Duration.ofHours(1), lease);
        Instant before = time.now();

        assertThatThrownBy(() -> Lease.acquire(store, wrong, "bert", Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("held by anna");

        assertThat(Duration.between(before, time.now()))
                .isBetween(Lease.RENEWAL, Lease.RENEWAL.plus(Lease.RENEWAL.dividedBy(4)));
    }

    @Test
    void whoWaitsDoesNotGiveUpForAStoreThatGivesNoAnswerForAWhile() {
        acquire("anna", Duration.ZERO);
        Instant start = time.now();
        StateStore silent = silentBetween(store, start.plusSeconds(5), start.plusSeconds(45));

        Lease lease = acquireFrom(silent, "bert", PATIENT);

        assertThat(lease.token()).isEqualTo(2);
        assertThat(Duration.between(start, time.now()))
                .as("it was seen unchanged before and after the silence")
                .isEqualTo(Lease.TIME_TO_LIVE);
    }

    @Test
    void whoeverHasNoPatienceWithAHolderHasALittleWithTheStore() {
        ResettingStateStore resetting = new ResettingStateStore(store);
        resetting.failsBefore(3);

        Lease lease = acquireFrom(resetting, "anna", Duration.ZERO);

        assertThat(lease.token()).isEqualTo(1);
    }

    @Test
    void aStoreThatNeverAnsweredIsGivenUpAfterTenSecondsWhateverThePatience() {
        Instant start = time.now();

        assertThatThrownBy(() -> acquireFrom(silentBetween(store, start, Instant.MAX), "anna", PATIENT))
                .hasMessageContaining("connection reset");

        assertThat(Duration.between(start, time.now())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(13));
    }

    @Test
    void aStoreThatAnswersNoMoreIsGivenUpAfterAMinute() {
        acquire("anna", Duration.ZERO);
        Instant start = time.now();

        assertThatThrownBy(() -> acquireFrom(silentBetween(store, start.plusSeconds(1), Instant.MAX), "bert", PATIENT))
                .hasMessageContaining("connection reset");

        assertThat(Duration.between(start, time.now())).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
    }

    @Test
    void whatIsWrongForGoodIsToldAtOnce() {
        Instant start = time.now();
        StateStore forbidden = new ForwardingStateStore(store) {
            @Override
            public Optional<Stored> read(String key) {
                throw PlatformException.refused("read " + key, "access denied");
            }
        };

        assertThatThrownBy(() -> acquireFrom(forbidden, "anna", PATIENT)).hasMessageContaining("access denied");

        assertThat(time.now()).isEqualTo(start);
    }

    @Test
    void oneThatWasTakenThoughNoAnswerCameIsOurs() {
        acquire("anna", Duration.ZERO).release();
        ResettingStateStore resetting = new ResettingStateStore(store);
        resetting.failsAfter(1);

        Lease lease = acquireFrom(resetting, "bert", Duration.ZERO);

        assertThat(lease.token()).isEqualTo(2);
        time.sleep(Lease.RENEWAL);
        assertThat(lease.renew()).isTrue();
    }

    @Test
    void theFirstOneThatWasWrittenThoughNoAnswerCameIsOurs() {
        UnreliableStateStore unreliable = new UnreliableStateStore(store);
        unreliable.next(UnreliableStateStore.Fault.WRITES_AND_THROWS);

        assertThat(acquireFrom(unreliable, "anna", Duration.ZERO).token()).isEqualTo(1);
    }

    @Test
    void whoeverIsFasterIsNamed() {
        StateStore raced = new ForwardingStateStore(store) {
            @Override
            public Optional<Version> createIfAbsent(String key, Document document) {
                acquire("bert", Duration.ZERO);
                return super.createIfAbsent(key, document);
            }
        };

        assertThatThrownBy(() -> acquireFrom(raced, "anna", Duration.ZERO)).hasMessageContaining("held by bert");
    }

    /** Of which nothing can be read from the one instant to the other. */
    private StateStore silentBetween(StateStore answering, Instant from, Instant to) {
        return new ForwardingStateStore(answering) {
            @Override
            public Optional<Stored> read(String key) {
                if (!time.now().isBefore(from) && time.now().isBefore(to)) {
                    throw PlatformException.passing(
                            "call the store about " + key, new IllegalStateException("connection reset"));
                }
                return super.read(key);
            }
        };
    }

    /** Every look is a read of the state store, and a living holder may have it for hours. */
    @Test
    void whoWaitsLongLooksMoreRarely() {
        List<Instant> looks = new ArrayList<>();
        Time watched = new Time() {
            @Override
            public Instant now() {
                return time.now();
            }

            @Override
            public void sleep(Duration duration) {
                time.sleep(duration);
                looks.add(time.now());
            }
        };
        acquire("anna", Duration.ZERO);
        Instant start = time.now();

        Lease.acquire(store, watched, "bert", Duration.ofHours(1), Duration.ofMillis(2));

        assertThat(looks).hasSizeLessThan(60);
        assertThat(looks).endsWith(start.plus(Lease.TIME_TO_LIVE));
        assertThat(looks.get(3)).isEqualTo(start.plusMillis(8));
        for (int i = 1; i < looks.size(); i++) {
            Duration waited = Duration.between(start, looks.get(i - 1));
            assertThat(Duration.between(looks.get(i - 1), looks.get(i)))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(5))
                    .isLessThanOrEqualTo(waited.dividedBy(4).plusMillis(2));
        }
    }

    @Test
    void oneThatWasWrittenBeforeProcessesWereToldIsRead() {
        store.createIfAbsent(
                "lease", () -> "token 7\nholder anna\nsince 2025-01-01T00:00:00Z\nuntil 2025-01-01T00:01:00Z\n");

        assertThat(acquire("bert", Duration.ZERO).token()).isEqualTo(8);
    }

    @Test
    void oneThatIsGivenBackIsFreeAtOnce() {
        acquire("anna", Duration.ZERO).release();

        assertThat(acquire("bert", Duration.ZERO).token()).isEqualTo(2);
    }

    @Test
    void oneThatWasTakenOverIsNotGivenBackByItsFormerHolder() {
        Lease dead = acquire("anna", Duration.ZERO);
        acquire("bert", Duration.ofMinutes(5));

        dead.release();

        assertThat(text()).contains("holder bert");
        assertThatThrownBy(() -> acquire("carl", Duration.ZERO)).hasMessageContaining("bert");
    }

    @Test
    void ofTwoWhoFindItFreeOneGetsIt() {
        RacingStateStore racing = new RacingStateStore(store, "lease", () -> acquire("quick", Duration.ZERO));

        assertThatThrownBy(() -> acquireFrom(racing, "slow", Duration.ZERO)).hasMessageContaining("held by quick");
    }

    @Test
    void ofTwoWhoFindItRunOutOneGetsIt() {
        acquire("dead", Duration.ZERO);
        time.sleep(Lease.TIME_TO_LIVE);
        RacingStateStore racing = new RacingStateStore(store, "lease", () -> acquire("quick", Duration.ZERO));

        assertThatThrownBy(() -> acquireFrom(racing, "slow", Duration.ZERO)).hasMessageContaining("held by quick");
    }

    @Test
    void ofTwoOfTheSameNameOneGetsIt() {
        RacingStateStore racing = new RacingStateStore(store, "lease", () -> acquire("pipeline", Duration.ZERO));

        assertThatThrownBy(() -> acquireFrom(racing, "pipeline", Duration.ZERO))
                .hasMessageContaining("held by pipeline");
    }

    @Test
    void aHolderOfSeveralLinesIsWrittenInOne() {
        acquire("anna\nuntil 1970-01-01T00:00:00Z", Duration.ZERO);

        assertThatThrownBy(() -> acquire("bert", Duration.ZERO)).hasMessageContaining("held by anna until 1970");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "token x\nholder a\nsince 2026-01-01T00:00:00Z\nuntil 2026-01-01T00:00:00Z\n",
                "token 1\nholder a\nsince yesterday\nuntil tomorrow\n",
                "token 1\nholder a\n"
            })
    void aDamagedOneIsNeverTaken(String damaged) {
        store.createIfAbsent("lease", () -> damaged);

        assertThatThrownBy(() -> acquire("anna", Duration.ofMinutes(5)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("While trying to read the lease: it is damaged")
                .hasMessageContaining("Make sure that no deployment is going on");
    }
}
