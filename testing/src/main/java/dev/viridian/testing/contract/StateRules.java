package dev.viridian.testing.contract;

import dev.viridian.spi.StateStore.Stored;
import dev.viridian.spi.StateStore.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the journal and the lease rest on. */
interface StateRules extends Rules {
    /** Of two controllers only one can write a record. */
    @Test
    default void ofManyWhoCreateAKeyAtTheSameTimeOneWins() {
        Demand demand = new Demand(
                "of several who create the same key at the same time, exactly one is told that it did, and its text stays",
                "create on the condition that nothing is there, in one step with the look whether something is");
        Bench bench = Bench.of(this);
        for (int round = 1; round <= 5; round++) {
            String key = "contract/create/" + round;

            List<Optional<Version>> versions = race(
                    bench, demand, "create " + key, who -> bench.state().createIfAbsent(key, () -> "text of " + who));

            requireOneWinner(demand, "created " + key, versions);
            Stored stored = required(bench, demand, key);
            demand.same(
                    "what is read",
                    "text of " + winner(versions),
                    stored.document().text());
            demand.same("its version", versions.get(winner(versions)), Optional.of(stored.version()));
        }
    }

    /** A key that is taken stays as it is. */
    @Test
    default void whatIsThereIsNotCreatedAgain() {
        Demand demand = new Demand(
                "createIfAbsent of a key where something is says so by an empty answer, and leaves it",
                "create on the condition that nothing is there");
        Bench bench = Bench.of(this);
        bench.state().createIfAbsent("contract/key", () -> "first");

        Optional<Version> again =
                demand.answered("create it again", () -> bench.state().createIfAbsent("contract/key", () -> "second"));

        demand.same("the answer", Optional.empty(), again);
        demand.same(
                "what is read",
                "first",
                required(bench, demand, "contract/key").document().text());
    }

    /** A lease is renewed by whoever still holds it. */
    @Test
    default void onlyTheVersionThatWasReadIsReplaced() {
        Demand demand = new Demand(
                "replace puts a text in the place of that version alone, also where a former text came back, and of several"
                        + " at the same time one",
                "give each write a version of its own, and replace on the condition that the version is still there");
        Bench bench = Bench.of(this);
        String key = "contract/lease";
        Version first = created(bench, demand, key, "a");
        Version second = replaced(bench, demand, key, first, "b");
        replaced(bench, demand, key, second, "a");

        demand.same(
                "the answer to replacing a version that is gone",
                Optional.empty(),
                bench.state().replace(key, first, () -> "c"));
        demand.same("what is read", "a", required(bench, demand, key).document().text());

        Version now = required(bench, demand, key).version();
        List<Optional<Version>> versions =
                race(bench, demand, "replace " + key, who -> bench.state().replace(key, now, () -> "text of " + who));
        requireOneWinner(demand, "replaced one version of " + key, versions);
    }

    /** What another one has written meanwhile is not thrown away. */
    @Test
    default void onlyTheVersionThatWasReadIsDeleted() {
        Demand demand = new Demand(
                "delete removes that version alone, says whether it did, and frees the key",
                "delete on the condition that the version is still there");
        Bench bench = Bench.of(this);
        String key = "contract/outbox";
        Version first = created(bench, demand, key, "a");
        Version second = replaced(bench, demand, key, first, "b");

        demand.same(
                "the answer to deleting a version that is gone",
                false,
                bench.state().delete(key, first));
        demand.same(
                "the answer to deleting the one that is there",
                true,
                bench.state().delete(key, second));
        demand.same("what is read afterwards", Optional.empty(), bench.state().read(key));
        demand.same("the answer to deleting it again", false, bench.state().delete(key, second));
        Version again = created(bench, demand, key, "a");
        demand.holds(
                !again.equals(first) && !again.equals(second),
                "what was created anew has the version " + again.value() + ", which the key had before");
    }

    /** The journal is read in the order of its keys. */
    @Test
    default void keysAreListedInOrder() {
        Demand demand = new Demand(
                "list names all keys with that prefix and no others, in order, also one that was written just now",
                "list from where it writes, read all pages of the answer, and sort them as texts");
        Bench bench = Bench.of(this);
        List<String> keys = IntStream.rangeClosed(1, 30)
                .mapToObj("contract/list/%06d"::formatted)
                .toList();
        List<String> mixed = new ArrayList<>(keys.subList(15, 30));
        mixed.addAll(keys.subList(0, 15));
        mixed.add("contract/other");

        mixed.forEach(key -> created(bench, demand, key, key));

        demand.same("what is listed", keys, bench.state().list("contract/list/"));
        demand.same(
                "what is listed by half a name",
                keys.subList(9, 19),
                bench.state().list("contract/list/00001"));
    }

    /** Half a journal record is worse than none. */
    @Test
    default void nobodyReadsATextHalfWritten() {
        Demand demand = new Demand(
                "whoever reads while others write sees a whole text, with the version that belongs to it",
                "put a text there as a whole, in one step with its version");
        Bench bench = Bench.of(this);
        String key = "contract/long";
        String a = "a".repeat(20_000);
        String b = "b".repeat(20_000);
        created(bench, demand, key, a);
        List<Callable<Boolean>> calls = new ArrayList<>();
        calls.add(() -> {
            for (int time = 1; time <= 10; time++) {
                Version now = required(bench, demand, key).version();
                replaced(bench, demand, key, now, time % 2 == 0 ? a : b);
            }
            return true;
        });
        Callable<Boolean> reading = () -> {
            for (int time = 1; time <= 20; time++) {
                String text = required(bench, demand, key).document().text();
                demand.holds(text.equals(a) || text.equals(b), "a text of " + text.length() + " characters was read");
            }
            return true;
        };
        calls.add(reading);
        calls.add(reading);

        bench.atOnce(demand, "read and write " + key, calls);
    }

    /** A key is a path inside of the store, and nothing else. */
    @Test
    default void whatIsNoKeyIsRefused() {
        Demand demand = new Demand(
                "a key that is none is refused with an IllegalArgumentException",
                "take names of letters, digits, dots, dashes and underscores that begin with a letter or digit, with"
                        + " slashes between them, and refuse all else before it is looked for");
        Bench bench = Bench.of(this);
        for (String key : List.of("", "/etc/passwd", "../outside", "a/../../b", "a//b", "a/", ".hidden", "a b")) {
            refusedAsKey(demand, "read '" + key + "'", () -> bench.state().read(key));
            refusedAsKey(demand, "create '" + key + "'", () -> bench.state().createIfAbsent(key, () -> "text"));
        }
    }

    private static void refusedAsKey(Demand demand, String doing, Demand.Action action) {
        try {
            action.run();
        } catch (IllegalArgumentException expected) {
            return;
        } catch (Exception e) {
            throw demand.broken("asked to " + doing + " it threw " + e);
        }
        throw demand.broken("it went on when it was asked to " + doing);
    }

    private static List<Optional<Version>> race(
            Bench bench, Demand demand, String doing, IntFunction<Optional<Version>> racer) {
        List<Callable<Optional<Version>>> racers = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            int own = number;
            racers.add(() -> racer.apply(own));
        }
        return bench.atOnce(demand, doing, racers);
    }

    private static void requireOneWinner(Demand demand, String did, List<Optional<Version>> versions) {
        long winners = versions.stream().filter(Optional::isPresent).count();
        demand.holds(winners == 1, winners + " of " + versions.size() + " were told that they " + did);
    }

    private static int winner(List<Optional<Version>> versions) {
        return versions.indexOf(
                versions.stream().filter(Optional::isPresent).findFirst().orElseThrow());
    }

    private static Version created(Bench bench, Demand demand, String key, String text) {
        return bench.state()
                .createIfAbsent(key, () -> text)
                .orElseThrow(() -> demand.broken(key + " could not be created, although nothing was there"));
    }

    private static Version replaced(Bench bench, Demand demand, String key, Version expected, String text) {
        return bench.state()
                .replace(key, expected, () -> text)
                .orElseThrow(() -> demand.broken(key + " could not be replaced, although its version was still there"));
    }

    private static Stored required(Bench bench, Demand demand, String key) {
        return bench.state().read(key).orElseThrow(() -> demand.broken("nothing is read at " + key));
    }
}
