package dev.viridian.local.killed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.local.SmallDisk;
import dev.viridian.local.killed.Incident.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Right before or after a change of its store the disk of that store is full, or can only be read any more, or somebody sets the clock of the
 * computer. The process of the controller comes to its end by itself, and when the disk is as it was, the next one finds a machine that it
 * can bring in order; users notice nothing. Where nothing could be written down, what was told may be told again, with its key. Mostly one change is tried for each of them; {@code -Dviridian.kills=each} tries each.
 */
class TroubledControllerProcessTest {
    private static final boolean SOME =
            System.getProperty("viridian.kills", "some").equals("some");
    private static final long SEED = Long.getLong("viridian.seed", 20260101);
    private static final int DISK_KIBIBYTES = 4096;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOPS")
    void whateverHappensToItTheNextOneBringsTheMachineInOrder(Kind kind) throws IOException {
        try (SmallDisk disk = SmallDisk.mountedAt(World.state(folder), DISK_KIBIBYTES);
                World world = World.of(folder, Course.DEPLOYS)) {
            for (Incident incident : incidents(kind, writesOf(world))) {
                troubled(world, incident, disk);
            }
        }
    }

    private static int writesOf(World world) {
        ControllerProcess controller = world.start(world.nextRelease(), Incident.NONE);
        controller.awaitEnd();
        return controller.writes().size();
    }

    private static List<Incident> incidents(Kind kind, int writes) {
        List<Incident> all = new ArrayList<>();
        for (int write = 1; write <= writes; write++) {
            all.add(new Incident(write, true, kind));
            all.add(new Incident(write, false, kind));
        }
        Collections.shuffle(all, new Random(SEED + kind.name().hashCode()));
        return SOME ? all.subList(0, 1) : all;
    }

    private static void troubled(World world, Incident incident, SmallDisk disk) throws IOException {
        Order order = Order.before(world);
        Path release = world.nextRelease();
        ControllerProcess controller = world.start(release, incident);
        controller.awaitEnd();
        disk.makeWritable();
        disk.makeRoom();
        boolean recovers = incident.write() % 2 == 0;
        world.perform(recovers ? Mission.NOTHING : release);
        try {
            assertThat(controller.said()).contains(WatchedStore.HAPPENED);
            order.require(recovers ? Next.RECOVERS : Next.DEPLOYS_THE_SAME, "");
        } catch (AssertionError e) {
            throw new AssertionError(incident + ": " + e.getMessage() + "\n" + world.story(), e);
        }
    }
}
