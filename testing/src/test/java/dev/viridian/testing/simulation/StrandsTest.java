package dev.viridian.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.spi.Begun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StrandsTest {
    private final Clock clock = Simulation.of("strands").open().clock();

    private Strands strands(long seed) {
        return new Strands(clock, seed, true);
    }

    private static Callable<String> counting(Strands strands, String name, List<String> log) {
        return () -> {
            for (int i = 0; i < 3; i++) {
                strands.call();
                log.add(name + i);
            }
            return name;
        };
    }

    @Test
    void resultsComeInTheOrderOfTheTasks() throws Exception {
        Strands strands = strands(5);
        List<String> log = new ArrayList<>();

        List<String> results = strands.all(List.of(counting(strands, "a", log), counting(strands, "b", log)));

        assertThat(results).containsExactly("a", "b");
        assertThat(log).hasSize(6).containsSubsequence("a0", "a1", "a2").containsSubsequence("b0", "b1", "b2");
    }

    @Test
    void tasksAreInterleavedInEachWayByOneSeedOrAnother() throws Exception {
        Set<List<String>> ways = new HashSet<>();
        for (int seed = 0; seed < 3_000; seed++) {
            Strands strands = strands(seed);
            List<String> log = new ArrayList<>();
            strands.all(List.of(counting(strands, "a", log), counting(strands, "b", log)));
            ways.add(log);
        }

        // Three calls each can be interleaved in 6!/(3!·3!) ways.
        assertThat(ways).hasSize(20);
    }

    @Test
    void theSameSeedInterleavesInTheSameWay() throws Exception {
        List<List<String>> logs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Strands strands = strands(42);
            List<String> log = new ArrayList<>();
            strands.all(List.of(counting(strands, "a", log), counting(strands, "b", log), counting(strands, "c", log)));
            logs.add(log);
        }

        assertThat(logs.get(1)).isEqualTo(logs.get(0));
    }

    @Test
    void tasksThatSleepSideBySideTakeAsLongAsTheLongest() throws Exception {
        Strands strands = strands(1);
        List<String> woken = new ArrayList<>();

        strands.all(List.of(sleeping(strands, 30, woken), sleeping(strands, 10, woken), sleeping(strands, 20, woken)));

        assertThat(woken).containsExactly("10", "20", "30");
        assertThat(clock.nanos()).isEqualTo(Duration.ofSeconds(30).toNanos());
    }

    private static Callable<String> sleeping(Strands strands, int seconds, List<String> woken) {
        return () -> {
            strands.sleep(Duration.ofSeconds(seconds));
            woken.add(String.valueOf(seconds));
            return "";
        };
    }

    @Test
    void groupsWithinGroupsComeToTheirEnd() throws Exception {
        Strands strands = strands(3);
        List<String> woken = new ArrayList<>();
        Callable<List<String>> inner =
                () -> strands.all(List.of(sleeping(strands, 5, woken), sleeping(strands, 7, woken)));

        strands.all(List.of(inner, inner, inner));

        assertThat(woken).hasSize(6);
        assertThat(clock.nanos()).isEqualTo(Duration.ofSeconds(7).toNanos());
    }

    @Test
    void theOthersComeToTheirEndWhenOneThrows() {
        Strands strands = strands(1);
        List<String> woken = new ArrayList<>();
        Callable<String> failing = () -> {
            throw new IllegalStateException("one failed");
        };

        assertThatThrownBy(() -> strands.all(List.of(failing, sleeping(strands, 10, woken))))
                .hasMessage("one failed");
        assertThat(woken).containsExactly("10");
    }

    @Test
    void aTaskIsInterruptedWhenItsTimeIsOver() {
        Strands strands = strands(1);

        assertThatThrownBy(() -> strands.within(
                        Duration.ofSeconds(5),
                        () -> sleeping(strands, 60, new ArrayList<>()).call()))
                .isInstanceOf(TimeoutException.class);
        assertThat(clock.nanos()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void theShorterTimeOfTheTaskAroundItEndsBoth() {
        Strands strands = strands(1);
        List<String> reached = new ArrayList<>();

        assertThatThrownBy(() -> strands.within(Duration.ofSeconds(5), () -> {
                    strands.within(
                            Duration.ofSeconds(10),
                            () -> sleeping(strands, 60, reached).call());
                    reached.add("after the inner one");
                    return "";
                }))
                .isInstanceOf(TimeoutException.class);
        assertThat(reached).isEmpty();
    }

    @Test
    void aTaskSideBySideIsInterruptedByTheTimeOfWhoeverStartedThem() {
        Strands strands = strands(1);
        List<String> woken = new ArrayList<>();

        assertThatThrownBy(() -> strands.within(
                        Duration.ofSeconds(15),
                        () -> strands.all(List.of(sleeping(strands, 10, woken), sleeping(strands, 20, woken)))))
                .isInstanceOf(TimeoutException.class);
        assertThat(woken).containsExactly("10");
    }

    @Test
    void whatIsBegunGoesOnBesideWhoeverBeganIt() throws Exception {
        Strands strands = strands(1);
        List<String> woken = new ArrayList<>();
        Begun<String> one = strands.begin(sleeping(strands, 10, woken));
        Begun<String> other = strands.begin(sleeping(strands, 20, woken));

        strands.sleep(Duration.ofSeconds(15));
        one.result();
        other.result();

        assertThat(woken).containsExactly("10", "20");
        assertThat(clock.nanos()).isLessThan(Duration.ofSeconds(35).toNanos());
    }

    @Test
    void whatIsBegunIsInterleavedWithWhoeverBeganItInEachWay() throws Exception {
        Set<List<String>> ways = new HashSet<>();
        for (int seed = 0; seed < 3_000; seed++) {
            Strands strands = strands(seed);
            List<String> log = new ArrayList<>();
            Begun<String> begun = strands.begin(counting(strands, "a", log));
            counting(strands, "b", log).call();
            begun.result();
            ways.add(log);
        }

        // Three calls each can be interleaved in 6!/(3!·3!) ways; whoever begins has made its first call without a
        // choice.
        assertThat(ways).hasSizeBetween(10, 20);
    }

    @Test
    void whatIsLeftBeforeItBeginsNeverBegins() throws Exception {
        Strands strands = strands(1);
        List<String> woken = new ArrayList<>();
        Begun<String> begun = strands.begin(sleeping(strands, 10, woken));

        begun.leave();
        strands.sleep(Duration.ofSeconds(60));

        assertThat(woken).isEmpty();
    }

    @Test
    void whatIsLeftHalfWayComesToItsEnd() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Strands strands = strands(seed);
            List<String> woken = new ArrayList<>();
            Begun<String> begun = strands.begin(() -> {
                woken.add("begun");
                return sleeping(strands, 10, woken).call();
            });

            strands.sleep(Duration.ofSeconds(1));
            begun.leave();

            assertThat(woken).isIn(List.of(), List.of("begun", "10"));
        }
    }
}
