package dev.viridian.local.killed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process of a controller is killed by {@code kill -9} before and after each change of its store, and at random moments; another one is
 * started. Whatever that one does, the machine is then in order, and its users have noticed nothing. Mostly a few of these are tried.
 * {@code -Dviridian.kills=each} tries each change, before and after it, with one kind of next controller after the other, and 200 random moments;
 * {@code all} tries each with every kind. Both write down how the deployments ended.
 */
class KilledControllerProcessTest {
    private static final String KILLS = System.getProperty("viridian.kills", "some");
    private static final boolean SOME = KILLS.equals("some");
    private static final long SEED = Long.getLong("viridian.seed", 20260101);
    private static final int AT_WRITES = 2;
    private static final int AT_MOMENTS = SOME ? 1 : 200 / Course.values().length + 1;
    private static final List<Next> NEXT = List.of(Next.values());
    private static final KillTable TABLE = new KillTable();

    @TempDir
    Path folder;

    /** One that is killed. */
    private record Case(Kill first, Optional<Kill> second, Next next) {}

    @ParameterizedTest
    @EnumSource
    void whereverItIsKilledTheNextOneBringsTheMachineInOrder(Course course) {
        Random random = new Random(SEED + course.name().hashCode());
        try (Kills kills = new Kills(folder, course, TABLE)) {
            kills.unkilled();
            assertThat(kills.writes()).hasSizeGreaterThan(10);
            List<Case> atWrites = atWrites(kills.writes().size());
            Collections.shuffle(atWrites, random);
            atWrites.stream().limit(SOME ? AT_WRITES : Long.MAX_VALUE).forEach(each -> perform(kills, each));
            atMoments(kills.duration(), random).forEach(each -> perform(kills, each));
            kills.requireOrder();
        }
    }

    private static void perform(Kills kills, Case each) {
        kills.kill(each.first(), each.second(), each.next());
        if (!SOME) {
            writeTheTable();
        }
    }

    private static List<Case> atWrites(int writes) {
        List<Case> cases = new ArrayList<>();
        for (int write = 1; write <= writes; write++) {
            for (boolean before : new boolean[] {true, false}) {
                Kill kill = new Kill.AtWrite(Incident.stop(write, before));
                List<Next> next = KILLS.equals("each") ? List.of(NEXT.get(cases.size() % NEXT.size())) : NEXT;
                next.forEach(then -> cases.add(new Case(kill, Optional.empty(), then)));
            }
        }
        return cases;
    }

    /** Half of those that carry on are killed, too. */
    private static List<Case> atMoments(Duration duration, Random random) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < AT_MOMENTS; i++) {
            Next next = NEXT.get(random.nextInt(NEXT.size()));
            Optional<Kill> second = random.nextBoolean() ? Optional.of(atMoment(duration, random)) : Optional.empty();
            cases.add(new Case(atMoment(duration, random), second, next));
        }
        return cases;
    }

    private static Kill atMoment(Duration duration, Random random) {
        return new Kill.AtMoment(Duration.ofNanos((long) (random.nextDouble() * duration.toNanos())));
    }

    /** Each time, so that one sees how far it has come. */
    private static void writeTheTable() {
        try {
            Files.writeString(Files.createDirectories(Path.of("target")).resolve("kills.md"), TABLE.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
