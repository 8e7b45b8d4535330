package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.viridian.DeploymentId;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.event.SampleEvents;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.UnreliableStateStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final MemoryStateStore memory = new MemoryStateStore();
    private final UnreliableStateStore store = new UnreliableStateStore(memory);
    private final VirtualTime time = new VirtualTime();

    private Lease lease(String holder) {
        return Lease.acquire(memory, time, holder, Duration.ofMinutes(5), Duration.ofSeconds(1));
    }

    private Journal begin(String holder) {
        return Journal.begin(store, time, "orders", lease(holder));
    }

    private Event effect(String effect) {
        return new Event.EffectDone(time.now(), effect);
    }

    private Event finished() {
        return new Event.DeploymentFinished(time.now(), Outcome.DEPLOYED, TrafficSplit.nowhere(), "done");
    }

    private String record(String key) {
        return memory.read("journal/" + key).orElseThrow().document().text();
    }

    @Test
    void deploymentsAndTheirRecordsAreNumberedFromOne() {
        Journal first = begin("anna");
        first.append(effect("create"));
        first.append(finished());
        assertThat(Journal.nextId(store, "orders")).isEqualTo(new DeploymentId("orders", 2));
        Journal second = begin("bert");

        assertThat(first.id()).isEqualTo(new DeploymentId("orders", 1));
        assertThat(second.id()).isEqualTo(new DeploymentId("orders", 2));
        assertThat(memory.list("journal/"))
                .containsExactly(
                        "journal/000001/000000",
                        "journal/000001/000001",
                        "journal/000001/000002",
                        "journal/000002/000000");
    }

    @Test
    void aRecordSaysItsFormNumberWriterAndEvent() {
        begin("anna").append(effect("create orders-1-1"));

        assertThat(record("000001/000001"))
                .isEqualTo("{\"format\":1,\"number\":1,\"writer\":\"anna\",\"event\":\"EffectDone\","
                        + "\"at\":\"2026-01-01T00:00:00Z\",\"effect\":\"create orders-1-1\"}\n");
        assertThat(record("000001/000000"))
                .isEqualTo("{\"format\":1,\"deployment\":\"orders#1\",\"writer\":\"anna\",\"fencingToken\":1}\n");
    }

    @Test
    void everyKindOfEventIsWrittenAsJsonWithoutItsSecrets() throws IOException {
        Journal journal = begin("anna");
        int number = 0;
        for (Event event : SampleEvents.all()) {
            journal.append(event);
            String text = record(String.format(Locale.ROOT, "000001/%06d", ++number));

            assertThat(scalars(text))
                    .containsEntry("event", event.getClass().getSimpleName())
                    .containsEntry("number", String.valueOf(number))
                    .containsEntry("at", "2026-01-01T00:00:00Z");
            assertThat(text).doesNotContain(SampleEvents.SECRET).endsWith("}\n").containsOnlyOnce("\n");
        }
        assertThat(number).isEqualTo(Event.class.getPermittedSubclasses().length);
    }

    private static Map<String, String> scalars(String text) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    fields.put(name, json.getText());
                }
                json.skipChildren();
            }
            assertThat(json.nextToken()).isNull();
        }
        return fields;
    }

    @Test
    void keysAreTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            begin("anna").append(effect("create"));
        } finally {
            Locale.setDefault(before);
        }

        assertThat(memory.list("journal/")).containsExactly("journal/000001/000000", "journal/000001/000001");
    }

    @Test
    void whoeverFindsItsNumberTakenIsFencedOffForGood() {
        Journal journal = begin("anna");
        memory.createIfAbsent("journal/000001/000001", () -> "{\"event\":\"EffectDone\"}");

        assertFenced(() -> journal.append(effect("create")), "record 1 of deployment orders#1");
        assertFenced(() -> journal.append(effect("create")), "record 1 of deployment orders#1");
    }

    @Test
    void aRecordThatWasWrittenAlthoughTheAnswerWasEmptyIsOurs() {
        Journal journal = begin("anna");
        store.next(Fault.WRITES_AND_ANSWERS_EMPTY);

        journal.append(effect("create"));
        journal.append(effect("route"));

        assertThat(record("000001/000002")).contains("route");
    }

    @Test
    void aRecordThatWasWrittenAlthoughTheStoreThrewIsOurs() {
        Journal journal = begin("anna");
        store.next(Fault.WRITES_AND_THROWS);

        journal.append(effect("create"));
        journal.append(effect("route"));

        assertThat(record("000001/000002")).contains("route");
    }

    @Test
    void aRecordThatCouldNotBeWrittenLeavesNoGap() {
        Journal journal = begin("anna");
        store.next(Fault.FAILS);

        assertThatThrownBy(() -> journal.append(effect("create")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("connection reset");
        journal.append(effect("route"));

        assertThat(record("000001/000001")).contains("route");
    }

    @Test
    void aRecordThatIsWrittenLaterThanItSeemedToHaveFailedDoesNotFenceItsOwnWriterOff() {
        Journal journal = begin("anna");
        store.next(Fault.FAILS_AND_WRITES_LATER);

        assertThatThrownBy(() -> journal.append(effect("create"))).isInstanceOf(PlatformException.class);
        journal.append(effect("route"));
        journal.append(effect("retire"));

        assertThat(record("000001/000001")).contains("create");
        assertThat(record("000001/000002")).contains("\"number\":2", "route");
        assertThat(record("000001/000003")).contains("retire");
    }

    @Test
    void aJournalBegunWithALostAnswerIsOurs() {
        store.next(Fault.WRITES_AND_THROWS);
        assertThat(begin("anna").id().number()).isEqualTo(1);
        time.sleep(Duration.ofMinutes(2));
        store.next(Fault.NONE, Fault.WRITES_AND_ANSWERS_EMPTY);
        assertThat(begin("bert").id().number()).isEqualTo(2);

        assertThat(memory.list("journal/000003/")).isEmpty();
    }

    @Test
    void theSuccessorClosesAnUnfinishedJournalSoThatAPausedControllerIsFencedOff() {
        Journal paused = begin("anna");
        paused.append(effect("create"));
        time.sleep(Duration.ofMinutes(2));

        Journal successor = begin("bert");

        assertThat(record("000001/000002"))
                .isEqualTo("{\"format\":1,\"number\":2,\"writer\":\"bert\",\"event\":\"TakenOver\","
                        + "\"at\":\"2026-01-01T00:02:00Z\",\"by\":\"bert\",\"fencingToken\":2}\n");
        assertFenced(() -> paused.append(effect("route")), "record 2 of deployment orders#1");
        assertThatCode(() -> successor.append(effect("create"))).doesNotThrowAnyException();
    }

    @Test
    void aJournalThatHoldsNothingButItsHeadIsClosed() {
        Journal paused = begin("anna");
        time.sleep(Duration.ofMinutes(2));
        begin("bert");

        assertFenced(() -> paused.append(effect("create")), "record 1 of deployment orders#1");
    }

    @Test
    void aFinishedJournalIsLeftAsItIs() {
        Journal first = begin("anna");
        first.append(new Event.NotificationSent(time.now(), "overcome", "log"));
        first.append(finished());
        first.append(new Event.NotificationSent(time.now(), "outcome", "log"));
        time.sleep(Duration.ofMinutes(2));
        begin("bert");

        assertThat(memory.list("journal/000001/")).hasSize(4);
    }

    @Test
    void aNotificationOnTheWayDoesNotFinishAJournal() {
        Journal paused = begin("anna");
        paused.append(effect("create"));
        paused.append(new Event.NotificationSent(time.now(), "overcome", "log"));
        time.sleep(Duration.ofMinutes(2));
        begin("bert");

        assertThat(record("000001/000003")).contains("TakenOver");
    }

    @Test
    void aJournalThatWasTakenOverOnceIsNotTakenOverAgain() {
        begin("anna");
        time.sleep(Duration.ofMinutes(2));
        store.next(Fault.NONE, Fault.FAILS);
        assertThatThrownBy(() -> begin("bert")).hasMessageContaining("connection reset");
        time.sleep(Duration.ofMinutes(2));

        begin("carl");

        assertThat(memory.list("journal/000001/")).hasSize(2);
        assertThat(record("000001/000001")).contains("bert");
        assertThat(record("000002/000000")).contains("carl");
    }

    @Test
    void ofASuccessorAndAWokenControllerOneGetsTheNumber() {
        Journal woken = begin("anna");
        woken.append(effect("create"));
        time.sleep(Duration.ofMinutes(2));
        RacingStateStore racing = new RacingStateStore(memory, "journal/000001/000002", () -> woken.append(finished()));

        Journal.begin(racing, time, "orders", lease("bert"));

        assertThat(memory.list("journal/000001/")).hasSize(3);
        assertThat(record("000001/000002")).contains("DeploymentFinished");
    }

    @Test
    void aWokenControllerThatIsNotDoneIsClosedAtItsNextNumber() {
        Journal woken = begin("anna");
        time.sleep(Duration.ofMinutes(2));
        RacingStateStore racing =
                new RacingStateStore(memory, "journal/000001/000001", () -> woken.append(effect("create")));

        Journal.begin(racing, time, "orders", lease("bert"));

        assertThat(record("000001/000002")).contains("TakenOver");
        assertFenced(() -> woken.append(effect("route")), "record 2 of deployment orders#1");
    }

    @Test
    void aHolderWhoseLeaseRanOutBeforeItBeganDoesNotCloseTheJournalOfALaterOne() {
        Lease stale = lease("anna");
        time.sleep(Duration.ofMinutes(2));
        Journal later = begin("bert");
        later.append(effect("create"));

        assertFenced(
                () -> Journal.begin(store, time, "orders", stale),
                "orders#1 was begun with fencing token 2, and this controller's is 1");
        later.append(effect("route"));

        assertThat(memory.list("journal/000001/")).hasSize(3);
        assertThat(memory.list("journal/000002/")).isEmpty();
    }

    @Test
    void aDeploymentWhoseNumberWasNotRememberedIsFoundAllTheSame() {
        Lease dead = lease("anna");
        Journal.begin(store, time, "orders", dead);
        memory.delete(
                "last-deployment", memory.read("last-deployment").orElseThrow().version());
        time.sleep(Duration.ofMinutes(2));

        assertThat(begin("bert").id().number()).isEqualTo(2);
        assertThat(record("000001/000001")).contains("TakenOver");
        assertThat(Journal.nextId(memory, "orders").number()).isEqualTo(3);
    }

    @Test
    void aDamagedNumberOfTheLastDeploymentIsNamed() {
        memory.createIfAbsent("last-deployment", () -> "seven\n");

        assertThatThrownBy(() -> begin("anna"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("'last-deployment' in the state store is damaged: it says 'seven'");
        assertThatThrownBy(() -> Journal.nextId(memory, "orders")).isInstanceOf(PlatformException.class);
    }

    @Test
    void aDamagedRecordIsNamedWithoutItsSecrets() {
        begin("anna");
        memory.createIfAbsent("journal/000001/000001", () -> "{\"format\": password=hunter2");
        time.sleep(Duration.ofMinutes(2));

        assertThatThrownBy(() -> begin("bert"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("it is damaged")
                .hasMessageNotContaining("hunter2");
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
