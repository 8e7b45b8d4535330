package dev.viridian.local.killed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Outcome;
import dev.viridian.state.HistoryEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two controllers, each a process with a clock of its own, begin at the same instant: with the same release, or with two. Both come to their
 * end, one after the other, and nobody notices. Mostly that is tried twice; {@code -Dviridian.simultaneous=100} tries it a hundred times.
 */
class SimultaneousControllersTest {
    private static final int TIMES = Integer.getInteger("viridian.simultaneous", 2);

    @TempDir
    Path folder;

    @Test
    void bothDeployAndTheMachineIsInOrder() {
        try (World world = World.of(folder, Course.DEPLOYS)) {
            for (int time = 1; time <= TIMES; time++) {
                deployTwo(world, time);
            }
        }
    }

    private static void deployTwo(World world, int time) {
        Order order = Order.before(world);
        Path release = world.nextRelease();
        List<ControllerProcess> both =
                List.of(world.ready(release), world.ready(time % 2 == 0 ? release : world.nextRelease()));
        both.forEach(ControllerProcess::begin);
        both.forEach(ControllerProcess::awaitEnd);
        try {
            order.require(Next.DEPLOYS_THE_SAME, "");
            assertThat(order.ended())
                    .extracting(HistoryEntry::outcome)
                    .containsExactly(Outcome.DEPLOYED, Outcome.DEPLOYED);
        } catch (AssertionError e) {
            throw new AssertionError("Time " + time + ": " + e.getMessage() + "\n" + world.story(), e);
        }
    }
}
