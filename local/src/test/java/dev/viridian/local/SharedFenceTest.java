package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All programs that open one folder share its fence. */
class SharedFenceTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");

    @TempDir
    Path folder;

    @Test
    void aFencedControllerInAnotherProcessHasNoEffect() throws Exception {
        LocalFixture local = new LocalFixture(folder, LocalFixture.setup(folder).detached());
        try {
            Environment made = local.created(NAME, 7);

            assertThat(otherProcess(made, 6))
                    .containsExactly(
                            "create was fenced off",
                            "resize was fenced off",
                            "replace was fenced off",
                            "route was fenced off",
                            "destroy was fenced off");

            assertThat(local.platform.environments().list()).containsExactly(made);
            assertThat(local.platform.traffic().observed().environments()).isEmpty();
        } finally {
            local.platform.shutDown();
        }
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    @Test
    void whatAnotherProcessDidFencesOffThisOne() throws Exception {
        LocalFixture local = new LocalFixture(folder, LocalFixture.setup(folder).detached());
        try {
            Environment made = local.created(NAME, 7);

            assertThat(otherProcess(made, 8)).hasSize(5).allMatch(line -> line.endsWith(" went on"));

            assertThatThrownBy(() -> local.created(NAME, 7))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("with fencing token 7, but token 8 was already seen");
        } finally {
            local.platform.shutDown();
        }
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    /** A lock of a file is refused to the second thread of a process, so two platforms in one program must not trip over each other. */
    @Test
    void twoPlatformsInOneProgramPassItAtTheSameTime() throws Exception {
        Path file = folder.resolve("fence");
        List<FenceGate> gates = List.of(new FenceGate(file), new FenceGate(file));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> passes = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                FenceGate gate = gates.get(i % 2);
                passes.add(() -> {
                    gate.admit("pass", new Fence(7, "pass"));
                    return true;
                });
            }
            for (Future<Boolean> passed : threads.invokeAll(passes)) {
                assertThat(passed.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> otherProcess(Environment environment, long token) throws Exception {
        return OtherProgram.run(
                        folder.resolve("controller.log"),
                        FencedController.class,
                        folder.toString(),
                        environment.name().value(),
                        environment.machines().get(0).id().value(),
                        Long.toString(token))
                .lines()
                .filter(line -> line.matches("[a-z]+ (was|went|failed).*"))
                .toList();
    }
}
