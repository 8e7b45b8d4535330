package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.DeploymentId;
import dev.viridian.Evidence;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypedDocumentTest {
    private static final DeploymentId ID = new DeploymentId("orders", 12);
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000000001Z");

    private final StateStore memory = new MemoryStateStore();
    private final StateStore texts = new WrittenStateStore(new MemoryStateStore());

    @Test
    void anEntryOfTheHistoryIsTheSameAsOneThatWasRead() {
        HistoryEntry entry = new HistoryEntry(
                ID,
                "anna",
                AT,
                AT.plusSeconds(1),
                "s3://releases/orders.tar.gz",
                new Revision("1.0", "ab"),
                Outcome.ROLLED_BACK,
                TrafficSplit.allTo(ID.environment(1)),
                Optional.of("it failed"),
                Optional.of("c0ffee"),
                Optional.of(Evidence.of("last lines", "out of memory")),
                Optional.empty());

        for (StateStore store : List.of(memory, texts)) {
            History.of(store, "orders").add(entry);
            assertThat(History.of(store, "orders").find(ID)).contains(entry);
        }
    }

    @Test
    void aNotificationThatWaitsIsTheSameAsOneThatWasRead() {
        Notification notification = new Notification(
                "orders#12/outcome",
                AT,
                "orders",
                ID,
                "1.0",
                Optional.of(Outcome.DEPLOYED),
                "it is live",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Evidence.none(),
                List.of("retried"),
                "nowhere",
                "Nothing needs to be done.",
                Optional.empty(),
                Optional.empty());

        for (StateStore store : List.of(memory, texts)) {
            Outbox.in(store).put(notification, List.of("the log", "a page"));
            Outbox.Slip found = Outbox.in(store).find("outbox/000012.outcome").orElseThrow();
            assertThat(found.notification()).isEqualTo(notification);
            assertThat(found.owed()).containsExactly("the log", "a page");
        }
    }

    @Test
    void theLastDeploymentAndTheLeaseAreTheSameAsThoseThatWereRead() {
        for (StateStore store : List.of(memory, texts)) {
            VirtualTime time = new VirtualTime();
            Lease lease = Lease.acquire(store, time, "anna\nor bert", Duration.ZERO, Duration.ofSeconds(1));
            Journal.begin(LastDeployment.find(store, "orders"), lease, StartedDeployments::of);
            lease.release();

            assertThat(LastDeployment.find(store, "orders").id()).contains(new DeploymentId("orders", 1));
            assertThat(Lease.acquire(store, time, "bert", Duration.ZERO, Duration.ofSeconds(1))
                            .token())
                    .isEqualTo(2);
        }
        assertThat(memory.list("")).isEqualTo(texts.list(""));
        for (String key : memory.list("")) {
            assertThat(text(memory, key)).isEqualTo(text(texts, key));
        }
    }

    private static String text(StateStore store, String key) {
        return store.read(key).orElseThrow().document().text();
    }

    @Test
    void aDocumentOfAnotherKindIsReadFromItsText() {
        StateStore.Document number = new TypedDocument(7, () -> "7\n");

        assertThat(TypedDocument.value(number, Integer.class, text -> -1)).isEqualTo(7);
        assertThat(TypedDocument.value(number, String.class, text -> "read " + text.strip()))
                .isEqualTo("read 7");
        assertThat(TypedDocument.value(() -> "8\n", Integer.class, text -> Integer.parseInt(text.strip())))
                .isEqualTo(8);
    }
}
