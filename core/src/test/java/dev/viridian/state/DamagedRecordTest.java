package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.DeploymentId;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A record that is not what was written is found, named and never guessed over. */
class DamagedRecordTest {
    private static final DeploymentId ID = new DeploymentId("orders", 1);
    private static final String KEY = "journal/000001/000001";

    private final MemoryStateStore store = new MemoryStateStore();
    private final VirtualTime time = new VirtualTime();

    @BeforeEach
    void aJournalOfThreeRecords() {
        Lease lease = Lease.acquire(store, time, "anna", Duration.ofMinutes(5), Duration.ofSeconds(1));
        Journal journal = Journal.begin(LastDeployment.find(store, "orders"), lease, StartedDeployments::of)
                .orElseThrow()
                .journal();
        journal.append(new Event.EffectIntended(time.now(), "create", 1, "orders#1/create"));
        journal.append(new Event.EffectIntended(time.now(), "route", 1, "orders#1/route"));
    }

    private String text() {
        return store.read(KEY).orElseThrow().document().text();
    }

    private void becomes(String text) {
        replace(KEY, text);
    }

    private void replace(String key, String text) {
        StateStore.Stored stored = store.read(key).orElseThrow();
        store.replace(key, stored.version(), () -> text);
    }

    private RecordedDeployment read() {
        return RecordedDeployment.read(store, ID);
    }

    private void assertDamaged(String found) {
        assertThatThrownBy(this::read)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("read '" + KEY + "' in the state store: it is damaged: ")
                .hasMessageContaining(found)
                .hasMessageContaining("put the record back from a copy, or remove all of 'journal/000001/' and deploy");
    }

    @Test
    void everyBeginningOfARecordIsFoundToBeTorn() {
        String whole = text();
        for (int length = 0; length < whole.strip().length(); length++) {
            becomes(whole.substring(0, length));
            assertThatThrownBy(this::read)
                    .as("its first %s characters", length)
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("it is damaged");
        }
    }

    @Test
    void everyCharacterThatWasChangedIsFound() {
        String whole = text();
        for (int at = 0; at < whole.strip().length(); at++) {
            char other = whole.charAt(at) == '5' ? '6' : '5';
            becomes(whole.substring(0, at) + other + whole.substring(at + 1));
            assertThatThrownBy(this::read).as("character %s", at).isInstanceOf(PlatformException.class);
        }
        becomes(whole);
        assertThat(read().events()).hasSize(3);
    }

    @Test
    void aRecordWithoutItsChecksumIsDamaged() {
        becomes(text().replaceAll(",\"crc32c\":\"[0-9a-f]+\"", ""));

        assertDamaged("its checksum is nothing, expected null");
    }

    @Test
    void whatWasChangedByHandIsSaidNotToBeWhatWasWritten() {
        becomes(text().replace("create", "cremate"));

        assertDamaged("its checksum is ");
    }

    @Test
    void aMessageAboutDamageHoldsNoSecret() {
        becomes("{\"format\": password=hunter2");

        assertThatThrownBy(this::read).hasMessageContaining("it is damaged").hasMessageNotContaining("hunter2");
    }

    @Test
    void aRecordOfAnotherNumberOrDeploymentIsNotTakenForThisOne() {
        becomes(store.read("journal/000001/000002").orElseThrow().document().text());

        assertDamaged("its number is 2, expected 1");
    }

    @Test
    void aRecordThatIsMissingIsNamed() {
        store.delete(KEY, store.read(KEY).orElseThrow().version());

        assertThatThrownBy(this::read)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("expected 'journal/000001/000001' and found 'journal/000001/000002'");
    }

    @Test
    void aRecordOfANewerFormIsRefusedAndSaysWhatToDo() {
        becomes("{\"format\":3,\"whatever\":{},\"crc32c\":\"00000000\"}\n");

        assertThatThrownBy(this::read)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("it has form 3, and this version of Viridian reads forms up to 2")
                .hasMessageContaining("deploy with that one, or a later one");
    }

    @Test
    void anEventOfAnUnknownKindIsNotPassedOver() {
        becomes(SealedJson.write(java.util.Map.of(
                "number", 1, "deployment", "orders#1", "events", java.util.List.of(new Strange("x")))));

        assertDamaged("it tells of a Event of an unknown kind, 'null'");
    }

    private record Strange(String text) {}

    @Test
    void aJournalOfTheFirstFormIsRead() {
        MemoryStateStore old = new MemoryStateStore();
        old.createIfAbsent(
                "journal/000001/000000",
                () -> "{\"format\":1,\"deployment\":\"orders#1\",\"writer\":\"anna\",\"fencingToken\":4}\n");
        old.createIfAbsent(
                "journal/000001/000001",
                () -> "{\"format\":1,\"number\":1,\"writer\":\"anna\",\"event\":\"DeploymentStarted\","
                        + "\"at\":\"2026-01-01T00:00:00Z\",\"id\":{\"application\":\"orders\",\"number\":1},\"by\":\"anna\","
                        + "\"location\":\"s3://x\",\"revision\":{\"version\":\"1.0\",\"sha256\":\"ab\"},"
                        + "\"routing\":{\"orders-0-1\":1}}\n");
        old.createIfAbsent(
                "journal/000001/000002",
                () -> "{\"format\":1,\"number\":2,\"writer\":\"anna\",\"event\":\"EffectDone\","
                        + "\"at\":\"2026-01-01T00:00:01Z\",\"effect\":\"create orders-1-1\"}\n");

        RecordedDeployment read = RecordedDeployment.read(old, ID);

        assertThat(read.fencingToken()).isEqualTo(4);
        assertThat(read.isUnfinished()).isTrue();
        assertThat(read.started()).get().satisfies(started -> {
            assertThat(started.specification()).isEqualTo(Optional.empty());
            assertThat(started.routing())
                    .isEqualTo(TrafficSplit.allTo(started.live().orElseThrow().name()));
            assertThat(started.live().orElseThrow().size()).isEqualTo(1);
        });
        assertThat(read.events()).hasSize(2);
    }
}
