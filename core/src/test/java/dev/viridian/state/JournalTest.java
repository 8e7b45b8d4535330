package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.event.SampleEvents;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.UnreliableStateStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalTest {
    private final MemoryStateStore memory = new MemoryStateStore();
    private final UnreliableStateStore store = new UnreliableStateStore(memory);
    private final VirtualTime time = new VirtualTime();

    private Lease lease(String holder) {
        return Lease.acquire(memory, time, holder, Duration.ofMinutes(5), Duration.ofSeconds(1));
    }

    /** Its holder looked right before somebody else took it, and was paused then. */
    private Lease leaseThatSeesNobodyElse(String holder) {
        List<StateStore.Stored> seen = new ArrayList<>();
        StateStore paused = new ForwardingStateStore(memory) {
            @Override
            public Optional<Stored> read(String key) {
                return seen.isEmpty() ? super.read(key) : Optional.of(seen.get(0));
            }
        };
        Lease lease = Lease.acquire(paused, time, holder, Duration.ofMinutes(5), Duration.ofSeconds(1));
        seen.add(memory.read("lease").orElseThrow());
        return lease;
    }

    private Journal begin(String holder) {
        return begin(store, lease(holder)).orElseThrow();
    }

    private Optional<Journal> begin(StateStore in, Lease lease) {
        return Journal.begin(LastDeployment.find(in, "orders"), lease, StartedDeployments::of)
                .map(Journal.Begun::journal);
    }

    private Journal takeOver(String holder, int number) {
        return Journal.takeOver(store, id(number), lease(holder), time.now()).journal();
    }

    private static DeploymentId id(int number) {
        return new DeploymentId("orders", number);
    }

    private Event intent(String effect) {
        return new Event.EffectIntended(time.now(), effect, 1, "orders#1/" + effect);
    }

    private Event done(String effect) {
        return new Event.EffectDone(time.now(), effect);
    }

    private Event finished() {
        return new Event.DeploymentFinished(
                time.now(), Outcome.DEPLOYED, TrafficSplit.nowhere(), "done", Optional.empty());
    }

    private String record(String key) {
        return memory.read("journal/" + key).orElseThrow().document().text();
    }

    private List<Event> read(int number) {
        return RecordedDeployment.read(memory, id(number)).events();
    }

    @Test
    void deploymentsAndTheirRecordsAreNumbered() {
        Journal first = begin("anna");
        first.append(intent("create"));
        first.append(finished());
        assertThat(LastDeployment.find(store, "orders").id()).contains(id(1));
        assertThat(LastDeployment.find(store, "orders").next()).isEqualTo(id(2));
        time.sleep(Duration.ofMinutes(2));
        Journal second = begin("bert");

        assertThat(first.id()).isEqualTo(id(1));
        assertThat(second.id()).isEqualTo(id(2));
        assertThat(memory.list("journal/"))
                .containsExactly(
                        "journal/000001/000000",
                        "journal/000001/000001",
                        "journal/000001/000002",
                        "journal/000002/000000");
    }

    @Test
    void aRecordIsALineThatAPersonCanRead() {
        begin("anna").append(intent("create orders-1-1"));

        assertThat(record("000001/000001"))
                .isEqualTo(
                        "{\"format\":2,\"deployment\":\"orders#1\",\"number\":1,\"writer\":\"anna\",\"fencingToken\":1,"
                                + "\"events\":[{\"event\":\"EffectIntended\",\"at\":\"2026-01-01T00:00:00Z\","
                                + "\"effect\":\"create orders-1-1\",\"fencingToken\":1,"
                                + "\"idempotencyToken\":\"orders#1/create orders-1-1\"}],\"crc32c\":\"CHECKSUM\"}\n"
                                        .replace("CHECKSUM", checksumIn(record("000001/000001"))));
        assertThat(checksumIn(record("000001/000001"))).matches("[0-9a-f]{8}");
    }

    private static String checksumIn(String record) {
        return record.substring(record.length() - 11, record.length() - 3);
    }

    @Test
    void whatMerelyHappenedIsWrittenWithTheNextIntent() {
        Journal journal = begin("anna");
        journal.append(intent("create"));
        journal.append(done("create"));
        journal.append(new Event.RoutingObserved(time.now(), TrafficSplit.nowhere()));
        assertThat(memory.list("journal/000001/")).hasSize(2);
        assertThat(journal.waitingSince()).contains(time.now());

        journal.append(intent("route"));

        assertThat(memory.list("journal/000001/")).hasSize(3);
        assertThat(journal.waitingSince()).isEmpty();
        assertThat(RecordedDeployment.read(memory, id(1)).events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "DeploymentStarted", "EffectIntended", "EffectDone", "RoutingObserved", "EffectIntended");
    }

    @Test
    void whatWaitsIsWrittenWhenThatIsAskedFor() {
        Journal journal = begin("anna");
        journal.flush();
        assertThat(memory.list("journal/000001/")).hasSize(1);
        journal.append(done("create"));

        journal.flush();

        assertThat(record("000001/000001")).contains("EffectDone");
        journal.flush();
        assertThat(memory.list("journal/000001/")).hasSize(2);
    }

    @Test
    void noTextIsMadeBeforeSomebodyReadsIt() {
        List<StateStore.Document> written = new ArrayList<>();
        StateStore lazy = new ForwardingStateStore(memory) {
            @Override
            public Optional<Version> createIfAbsent(String key, Document document) {
                StateStore.Document counted = () -> {
                    written.add(document);
                    return document.text();
                };
                return super.createIfAbsent(key, counted);
            }
        };
        Journal journal = begin(lazy, lease("anna")).orElseThrow();
        journal.append(intent("create"));
        journal.append(finished());
        assertThat(written).isEmpty();

        assertThat(read(1)).hasSize(3);

        assertThat(written).hasSize(3);
    }

    @Test
    void everyKindOfEventIsReadBackAsItWas() {
        Journal journal = begin("anna");
        List<Event> events = SampleEvents.withoutSecrets();
        events.forEach(journal::append);
        journal.flush();

        assertThat(read(1).subList(1, events.size() + 1)).isEqualTo(events);
        assertThat(events).hasSize(Event.class.getPermittedSubclasses().length);
    }

    @Test
    void secretsAreMaskedBeforeAnythingIsWritten() {
        Journal journal = begin("anna");
        SampleEvents.all().forEach(journal::append);
        journal.flush();

        memory.list("journal/")
                .forEach(key -> assertThat(
                                memory.read(key).orElseThrow().document().text())
                        .doesNotContain(SampleEvents.SECRET)
                        .endsWith("}\n")
                        .containsOnlyOnce("\n"));
        assertThat(read(1)).hasSize(1 + SampleEvents.all().size());
    }

    private static Stream<Failure> failures() {
        return SampleFailures.all().stream();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyKindOfFailureIsReadBackAsItWas(Failure failure) {
        Journal journal = begin("anna");
        journal.append(new Event.RollBackBegun(time.now(), failure, Optional.empty()));
        journal.flush();

        assertThat(read(1)).last().isEqualTo(new Event.RollBackBegun(time.now(), failure, Optional.empty()));
    }

    @Test
    void aFailureOfSomebodyElsesKindKeepsItsMessageAndItsMachine() {
        Journal journal = begin("anna");
        journal.append(new Event.RollBackBegun(time.now(), new Moonphase("orders-1-1.2"), Optional.empty()));
        journal.flush();

        for (int reading = 1; reading <= 2; reading++) {
            Event.RollBackBegun begun = (Event.RollBackBegun) read(1).get(read(1).size() - 1);
            assertThat(begun.cause().message()).isEqualTo("The moon is full.");
            assertThat(begun.cause().machine()).contains(new MachineId("orders-1-1.2"));
            journal.append(begun);
            journal.flush();
        }
    }

    private record Moonphase(String id) implements Failure.Custom {
        @Override
        public String message() {
            return "The moon is full.";
        }

        @Override
        public Optional<MachineId> machine() {
            return Optional.of(new MachineId(id));
        }
    }

    @Test
    void keysAreTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            begin("anna").append(intent("create"));
        } finally {
            Locale.setDefault(before);
        }

        assertThat(memory.list("journal/")).containsExactly("journal/000001/000000", "journal/000001/000001");
    }

    @Test
    void whoeverFindsItsNumberTakenIsFencedOffForGood() {
        Journal journal = begin("anna");
        memory.createIfAbsent("journal/000001/000001", () -> "{\"event\":\"EffectDone\"}");

        assertFenced(() -> journal.append(intent("create")), "record 1 of deployment orders#1");
        assertFenced(() -> journal.append(intent("create")), "record 1 of deployment orders#1");
    }

    @Test
    void aRecordThatWasWrittenAlthoughTheAnswerWasEmptyIsOurs() {
        Journal journal = begin("anna");
        store.next(Fault.WRITES_AND_ANSWERS_EMPTY);

        journal.append(intent("create"));
        journal.append(intent("route"));

        assertThat(record("000001/000002")).contains("route");
    }

    @Test
    void aRecordThatWasWrittenAlthoughTheStoreThrewIsOurs() {
        Journal journal = begin("anna");
        store.next(Fault.WRITES_AND_THROWS);

        journal.append(intent("create"));
        journal.append(intent("route"));

        assertThat(record("000001/000002")).contains("route");
    }

    @Test
    void aRecordThatCouldNotBeWrittenLeavesNoGapAndLosesNothingThatHappened() {
        Journal journal = begin("anna");
        journal.append(done("create"));
        store.next(Fault.FAILS);

        assertThatThrownBy(() -> journal.append(intent("resize")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("connection reset");
        journal.append(intent("route"));

        assertThat(read(1).subList(1, 3)).isEqualTo(List.of(done("create"), intent("route")));
    }

    @Test
    void aRecordThatIsWrittenLaterThanItSeemedToHaveFailedIsFollowedAndNothingIsWrittenTwice() {
        Journal journal = begin("anna");
        journal.append(done("look"));
        store.next(Fault.FAILS_AND_WRITES_LATER);

        assertThatThrownBy(() -> journal.append(intent("create"))).isInstanceOf(PlatformException.class);
        journal.append(done("wait"));
        journal.append(intent("route"));
        journal.append(intent("retire"));

        assertThat(read(1).subList(1, 6))
                .isEqualTo(List.of(done("look"), intent("create"), done("wait"), intent("route"), intent("retire")));
        assertThat(memory.list("journal/000001/")).hasSize(4);
    }

    @Test
    void aJournalBegunWithALostAnswerIsOurs() {
        store.next(Fault.WRITES_AND_THROWS);
        assertThat(begin("anna").id().number()).isEqualTo(1);
        time.sleep(Duration.ofMinutes(2));
        store.next(Fault.WRITES_AND_ANSWERS_EMPTY);
        assertThat(begin("bert").id().number()).isEqualTo(2);

        assertThat(memory.list("journal/000003/")).isEmpty();
    }

    @Test
    void whoeverTakesOverFencesOffAPausedController() {
        Journal paused = begin("anna");
        paused.append(intent("create"));
        time.sleep(Duration.ofMinutes(2));

        Journal successor = takeOver("bert", 1);

        assertThat(read(1)).last().isEqualTo(new Event.TakenOver(time.now(), "bert", 2));
        assertFenced(() -> paused.append(intent("route")), "record 2 of deployment orders#1");
        successor.append(intent("route"));
        assertThat(record("000001/000003")).contains("route", "\"fencingToken\":2");
    }

    @Test
    void whatWasWrittenInTheLastMomentIsInWhatWasTakenOver() {
        Journal woken = begin("anna");
        time.sleep(Duration.ofMinutes(2));
        RacingStateStore racing =
                new RacingStateStore(memory, "journal/000001/000001", () -> woken.append(intent("create")));

        Journal.TakenOver takenOver = Journal.takeOver(racing, id(1), lease("bert"), time.now());

        assertThat(takenOver.before().events()).last().isEqualTo(read(1).get(1));
        assertThat(takenOver.before().isUnfinished()).isTrue();
        assertFenced(() -> woken.append(intent("route")), "record 2 of deployment orders#1");
    }

    @Test
    void whoeverTakesOverSeesThatItWasFinishedInTheLastMoment() {
        Journal woken = begin("anna");
        time.sleep(Duration.ofMinutes(2));
        RacingStateStore racing = new RacingStateStore(memory, "journal/000001/000001", () -> woken.append(finished()));

        Journal.TakenOver takenOver = Journal.takeOver(racing, id(1), lease("bert"), time.now());

        assertThat(takenOver.before().isUnfinished()).isFalse();
    }

    @Test
    void aHolderWhoseLeaseRanOutDoesNotTakeOverFromALaterOne() {
        Lease stale = lease("anna");
        time.sleep(Duration.ofMinutes(2));
        Journal later = begin("bert");
        later.append(intent("create"));

        assertFenced(
                () -> Journal.takeOver(store, id(1), stale, time.now()),
                "orders#1 was written with fencing token 2, and this controller's is 1");
        later.append(intent("route"));

        assertThat(memory.list("journal/000001/")).hasSize(3);
    }

    @Test
    void aHolderWhoseLeaseSomebodyElseHasBeginsNothing() {
        Lease stale = lease("anna");
        time.sleep(Duration.ofMinutes(2));
        lease("bert");

        assertFenced(() -> begin(store, stale), "its lease was taken over by bert");

        assertThat(memory.list("journal/")).isEmpty();
    }

    @Test
    void aHolderWhoseLeaseRanOutDoesNotBeginBesideALaterOne() {
        Lease stale = lease("anna");
        time.sleep(Duration.ofMinutes(2));
        RacingStateStore racing = new RacingStateStore(memory, "journal/000001/000000", () -> begin("bert"));

        assertFenced(() -> begin(racing, stale), "orders#1 was written with fencing token 2");

        assertThat(memory.list("journal/")).containsExactly("journal/000001/000000");
    }

    @Test
    void whoeverFindsThatAnEarlierHolderBeganInTheMeantimeBeginsNothing() {
        Lease stale = leaseThatSeesNobodyElse("anna");
        time.sleep(Duration.ofMinutes(2));
        RacingStateStore racing = new RacingStateStore(memory, "journal/000001/000000", () -> begin(store, stale));

        assertThat(begin(racing, lease("bert"))).isEmpty();

        assertThat(LastDeployment.find(memory, "orders").id()).contains(id(1));
        assertThat(record("000001/000000")).contains("\"writer\":\"anna\"");
    }

    @Test
    void aDeploymentWhoseNumberWasNotRememberedIsFoundAllTheSame() {
        begin("anna");
        memory.delete(
                "last-deployment", memory.read("last-deployment").orElseThrow().version());
        time.sleep(Duration.ofMinutes(2));

        assertThat(LastDeployment.find(memory, "orders").id()).contains(id(1));
        assertThat(begin("bert").id().number()).isEqualTo(2);
        assertThat(LastDeployment.find(memory, "orders").next().number()).isEqualTo(3);
    }

    @Test
    void aDamagedNumberOfTheLastDeploymentIsNamed() {
        memory.createIfAbsent("last-deployment", () -> "seven\n");

        assertThatThrownBy(() -> begin("anna"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("'last-deployment' in the state store is damaged: it says 'seven'");
        assertThatThrownBy(() -> LastDeployment.find(memory, "orders").next()).isInstanceOf(PlatformException.class);
    }

    private static void assertFenced(ThrowingCallable call, String detail) {
        assertThatThrownBy(call)
                .asInstanceOf(type(PlatformException.class))
                .extracting(PlatformException::failure)
                .asInstanceOf(type(Failure.FencedOff.class))
                .extracting(Failure.FencedOff::detail)
                .asString()
                .contains(detail);
    }
}
