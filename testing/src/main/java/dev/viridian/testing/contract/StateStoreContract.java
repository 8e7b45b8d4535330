package dev.viridian.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.spi.StateStore;
import dev.viridian.spi.StateStore.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * What every state store does: a test of one extends this, and says which store it is.
 *
 * <pre>{@code
 * class RedisStateStoreContractTest extends StateStoreContract {
 *     private final StateStore store = new RedisStateStore(connection, UUID.randomUUID().toString());
 *
 *     @Override
 *     protected StateStore store() {
 *         return store;
 *     }
 * }
 * }</pre>
 *
 * <p>Where twenty writers race for one key it is the store that must let one win; a store that cannot keep that rule is none for deployments.
 */
public abstract class StateStoreContract {
    private static final int RACERS = 20;

    private static final List<String> NO_KEYS = List.of(
            "",
            "/etc/passwd",
            "../outside",
            "a/../../b",
            "a//b",
            "a/",
            ".hidden",
            "a/.lock",
            "a b",
            "a\\b",
            "-a",
            "a/-b",
            "/",
            "\u00fc");

    private static final List<String> NO_PREFIXES = List.of("/", "/etc/", "../", "a/../", ".", "a//");

    /** For whoever tests a store. */
    protected StateStoreContract() {}

    /** The store: a new one, with nothing in it, for each test; the same one as long as a test runs. */
    protected abstract StateStore store();

    @Test
    void whatWasCreatedIsReadWithItsVersion() {
        Version version = store().createIfAbsent("lease", () -> "one\ntwo\n").orElseThrow();

        StateStore.Stored stored = store().read("lease").orElseThrow();

        assertThat(stored.document().text()).isEqualTo("one\ntwo\n");
        assertThat(stored.version()).isEqualTo(version);
    }

    @Test
    void anEmptyTextAndOneOfManyLanguagesComeBackAsTheyWere() {
        store().createIfAbsent("empty", () -> "");
        store().createIfAbsent("languages", () -> "Grün, 青い, \uD83D\uDFE2\r\n");

        assertThat(text("empty")).isEmpty();
        assertThat(text("languages")).isEqualTo("Grün, 青い, \uD83D\uDFE2\r\n");
    }

    @Test
    void nothingIsReadReplacedOrDeletedWhereNothingIs() {
        assertThat(store().read("nothing")).isEmpty();
        assertThat(store().read("deep/down/nothing")).isEmpty();
        assertThat(store().replace("nothing", new Version("1"), () -> "text")).isEmpty();
        assertThat(store().delete("nothing", new Version("1"))).isFalse();
        assertThat(store().list("")).isEmpty();
    }

    @Test
    void whatIsThereIsNotCreatedAgain() {
        store().createIfAbsent("key", () -> "first");

        assertThat(store().createIfAbsent("key", () -> "second")).isEmpty();
        assertThat(text("key")).isEqualTo("first");
    }

    @Test
    void onlyTheVersionThatWasReadIsReplaced() {
        Version first = store().createIfAbsent("key", () -> "first").orElseThrow();
        Version second = store().replace("key", first, () -> "second").orElseThrow();

        assertThat(second).isNotEqualTo(first);
        assertThat(store().replace("key", first, () -> "third")).isEmpty();
        assertThat(text("key")).isEqualTo("second");
        assertThat(store().read("key").orElseThrow().version()).isEqualTo(second);
    }

    @Test
    void aTextThatIsPutBackIsAnotherVersion() {
        Version first = store().createIfAbsent("key", () -> "a").orElseThrow();
        Version second = store().replace("key", first, () -> "b").orElseThrow();
        assertThat(store().replace("key", second, () -> "a")).isPresent();

        assertThat(store().replace("key", first, () -> "c")).isEmpty();
    }

    @Test
    void onlyTheVersionThatWasReadIsDeletedAndTheKeyIsFreeThen() {
        Version first = store().createIfAbsent("key", () -> "first").orElseThrow();
        Version second = store().replace("key", first, () -> "second").orElseThrow();

        assertThat(store().delete("key", first)).isFalse();
        assertThat(store().delete("key", second)).isTrue();
        assertThat(store().read("key")).isEmpty();
        assertThat(store().list("")).isEmpty();
        Version again = store().createIfAbsent("key", () -> "again").orElseThrow();
        assertThat(again).isNotIn(first, second);
    }

    @Test
    void keysAreListedInOrderByTheirBeginning() {
        for (String key : List.of("journal/000002/000001", "journal/000001/000010", "journal/000001/000002", "lease")) {
            store().createIfAbsent(key, () -> key);
        }

        assertThat(store().list("journal/000001/")).containsExactly("journal/000001/000002", "journal/000001/000010");
        assertThat(store().list("journal/00000"))
                .containsExactly("journal/000001/000002", "journal/000001/000010", "journal/000002/000001");
        assertThat(store().list("journal/000003/")).isEmpty();
        assertThat(store().list("lea")).containsExactly("lease");
        assertThat(store().list("")).hasSize(4).isSorted();
    }

    @Test
    void aKeyMayBeDeep() {
        String key = "a/b/c/d/e/f/g/h/i/j/k/l.m-n_o";
        Version version = store().createIfAbsent(key, () -> "deep").orElseThrow();

        assertThat(text(key)).isEqualTo("deep");
        assertThat(store().list("a/b/")).containsExactly(key);
        assertThat(store().replace(key, version, () -> "deeper")).isPresent();
    }

    @Test
    void whatIsNoKeyIsRefused() {
        Version version = new Version("1");
        for (String key : NO_KEYS) {
            assertRefused(key, () -> store().read(key));
            assertRefused(key, () -> store().createIfAbsent(key, () -> "text"));
            assertRefused(key, () -> store().replace(key, version, () -> "text"));
            assertRefused(key, () -> store().delete(key, version));
        }
    }

    @Test
    void whatIsNoBeginningOfAKeyIsRefused() {
        for (String prefix : NO_PREFIXES) {
            assertRefused(prefix, () -> store().list(prefix));
        }
    }

    private static void assertRefused(String key, Callable<?> call) {
        assertThatThrownBy(call::call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + key + "'")
                .hasMessageContaining("Expected names of letters");
    }

    @Test
    void ofTwentyWhoCreateAKeyAtOnceOneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "race/" + round;

            List<Optional<Version>> versions = race(racer -> store().createIfAbsent(key, () -> "racer " + racer));

            assertThat(versions).filteredOn(Optional::isPresent).hasSize(1);
            int winner = versions.indexOf(
                    versions.stream().filter(Optional::isPresent).findFirst().orElseThrow());
            assertThat(text(key)).isEqualTo("racer " + winner);
        }
    }

    @Test
    void ofTwentyWhoReplaceAVersionAtOnceOneWins() throws Exception {
        Version first = store().createIfAbsent("race", () -> "first").orElseThrow();

        assertThat(race(racer -> store().replace("race", first, () -> "racer " + racer)))
                .filteredOn(Optional::isPresent)
                .hasSize(1);
    }

    @Test
    void ofTwentyWhoDeleteAVersionAtOnceOneWins() throws Exception {
        Version first = store().createIfAbsent("race", () -> "first").orElseThrow();

        assertThat(race(racer -> store().delete("race", first)))
                .filteredOn(Boolean::booleanValue)
                .hasSize(1);
    }

    @Test
    void listingGoesWellWhileOthersWrite() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService lister = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> most = lister.submit(() -> {
                int seen = 0;
                while (!done.get()) {
                    seen = Math.max(seen, store().list("busy/").size());
                }
                return seen;
            });
            for (int i = 0; i < 100; i++) {
                store().createIfAbsent("busy/" + i, () -> "text");
            }
            done.set(true);
            assertThat(most.get()).isLessThanOrEqualTo(100);
        } finally {
            done.set(true);
            lister.shutdown();
        }
        assertThat(store().list("busy/")).hasSize(100);
    }

    private interface Racer<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> race(Racer<T> racer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            List<Callable<T>> racers = new ArrayList<>();
            for (int number = 0; number < RACERS; number++) {
                int own = number;
                racers.add(() -> {
                    start.await();
                    return racer.run(own);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(racers)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private String text(String key) {
        return store().read(key).orElseThrow().document().text();
    }
}
