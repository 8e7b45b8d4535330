package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.DeploymentId;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

    private static DeploymentId id(int number) {
        return new DeploymentId("orders", number);
    }

    /** Fifteen deployments, each with a journal and an entry. */
    private static MemoryStateStore fifteen() {
        MemoryStateStore store = new MemoryStateStore();
        VirtualTime time = new VirtualTime();
        for (int number = 1; number <= 15; number++) {
            Lease lease = Lease.acquire(store, time, "anna", Duration.ZERO, Duration.ofSeconds(1));
            Journal journal = Journal.begin(LastDeployment.find(store, "orders"), lease, StartedDeployments::of)
                    .orElseThrow()
                    .journal();
            journal.append(StartedDeployments.of(id(number)));
            journal.flush();
            History.of(store, "orders").add(entry(number));
            lease.release();
        }
        return store;
    }

    private static HistoryEntry entry(int number) {
        return new HistoryEntry(
                id(number),
                "anna",
                DAY,
                DAY,
                "s3://releases/orders.tar.gz",
                new Revision("1." + number, "ab"),
                Outcome.DEPLOYED,
                TrafficSplit.allTo(id(number).environment(1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void keepTen(StateStore store) {
        Retention.of(store, "orders").keep(10, id(15), () -> Set.of(id(3)));
    }

    private static List<Integer> history(StateStore store) {
        return History.of(store, "orders")
                .newestFirst()
                .map(entry -> entry.id().number())
                .toList();
    }

    private static List<String> without(List<String> keys, String prefix) {
        return keys.stream().filter(key -> !key.startsWith(prefix)).toList();
    }

    @Test
    void theOldestGoWithTheirJournalsExceptForTheNeeded() {
        MemoryStateStore store = fifteen();

        keepTen(store);

        assertThat(history(store)).containsExactly(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 3);
        assertThat(store.list("journal/").stream()
                        .map(key -> key.substring(8, 14))
                        .distinct())
                .containsExactlyElementsOf(store.list("history/").stream()
                        .map(key -> key.substring(8))
                        .toList());
        assertThat(LastDeployment.find(store, "orders").id()).contains(id(15));
    }

    @Test
    void whatIsNotNeededAnyMoreGoesLater() {
        MemoryStateStore store = fifteen();
        keepTen(store);

        Retention.of(store, "orders").keep(9, id(15), () -> Set.of(id(5)));

        assertThat(history(store)).containsExactly(15, 14, 13, 12, 11, 10, 9, 8, 7);
    }

    @Test
    void whileThereAreFewNothingIsAskedForAndNothingIsRead() {
        Retention.of(new MemoryStateStore(), "orders").keep(15, id(15), () -> {
            throw new AssertionError("What is needed is asked for only where something would be removed.");
        });
    }

    @Test
    void aLongHistoryIsPrunedALittleAtATime() {
        MemoryStateStore store = new MemoryStateStore();
        for (int number = 1; number <= 100; number++) {
            History.of(store, "orders").add(entry(number));
        }

        Retention.of(store, "orders").keep(10, id(100), Set::of);
        assertThat(store.list("history/")).hasSize(80);
        for (int i = 0; i < 4; i++) {
            Retention.of(store, "orders").keep(10, id(100), Set::of);
        }

        assertThat(store.list("history/")).hasSize(10);
    }

    @Test
    void killedAnywhereAndRunAgainItEndsTheSame() {
        MemoryStateStore undisturbed = fifteen();
        Dying counted = new Dying(undisturbed, Integer.MAX_VALUE);
        keepTen(counted);
        assertThat(counted.calls).isGreaterThan(20);

        for (int call = 1; call <= counted.calls; call++) {
            MemoryStateStore store = fifteen();
            Dying dying = new Dying(store, call);
            assertThatThrownBy(() -> keepTen(dying)).isInstanceOf(IllegalStateException.class);

            keepTen(store);

            assertThat(store.list("")).as("killed at call %d", call).isEqualTo(undisturbed.list(""));
            assertThat(history(store)).isEqualTo(history(undisturbed));
        }
    }

    @Test
    void aNumberIsNotGivenAgainWhereTheLastOneIsForgotten() {
        MemoryStateStore store = fifteen();
        keepTen(store);
        store.delete(
                "last-deployment", store.read("last-deployment").orElseThrow().version());

        assertThat(LastDeployment.find(store, "orders").next()).isEqualTo(id(16));
        assertThat(without(store.list(""), "journal/")).contains("pruned");
    }

    /** A store whose caller dies at a call. */
    private static final class Dying extends ForwardingStateStore {
        private final int last;
        private int calls;

        Dying(StateStore store, int last) {
            super(store);
            this.last = last;
        }

        private void called() {
            calls++;
            if (calls >= last) {
                throw new IllegalStateException("killed at call " + calls);
            }
        }

        @Override
        public Optional<Stored> read(String key) {
            called();
            return super.read(key);
        }

        @Override
        public List<String> list(String prefix) {
            called();
            return super.list(prefix);
        }

        @Override
        public Optional<Version> createIfAbsent(String key, Document document) {
            called();
            return super.createIfAbsent(key, document);
        }

        @Override
        public boolean delete(String key, Version expected) {
            called();
            return super.delete(key, expected);
        }
    }
}
