package dev.viridian.local.router;

import static dev.viridian.local.router.Rig.BLUE;
import static dev.viridian.local.router.Rig.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedRouterTest {
    @TempDir
    Path folder;

    private final Backend blue = Backend.of("1.0");
    private final Backend green = Backend.of("1.1");

    @SuppressWarnings("NullAway.Init")
    private DetachedRouter router;

    @BeforeEach
    void start() {
        router = DetachedRouter.in(folder, Rig.loopback(0));
        router.machines(BLUE, List.of(blue.address()));
        router.machines(GREEN, List.of(green.address()));
        router.route(Map.of(BLUE, 1));
    }

    @AfterEach
    void stop() {
        router.stop();
        assertThat(processes()).isEmpty();
        blue.close();
        green.close();
    }

    @Test
    void doesInAnotherProcessWhatARouterDoes() throws Exception {
        assertThat(Client.get(router, "/").revision()).isEqualTo("1.0");
        router.route(Map.of(GREEN, 3));
        assertThat(Client.get(router, "/").revision()).isEqualTo("1.1");

        assertThat(router.observed()).isEqualTo(new TreeMap<>(Map.of(GREEN, 3)));
        assertThat(router.requests(BLUE, Duration.ofDays(1))).isEqualTo(1);
        Rig.await("nothing is in flight", () -> router.inFlight(GREEN) == 0);
        router.release(BLUE);
        Rig.await("the idle connection is closed", () -> blue.openConnections() == 0);
        assertThat(router.cut(BLUE)).isZero();
        router.route(Map.of());
        assertThat(router.observed()).isEmpty();
        assertThat(Client.get(router, "/").status()).isEqualTo(503);
    }

    @Test
    void goesOnWhenWhoStartedItLetsGo() throws Exception {
        URI entry = router.entry();
        List<ProcessHandle> before = processes();
        router.close();

        assertThat(Client.get(router, "/").status()).isEqualTo(200);
        try (DetachedRouter again = DetachedRouter.in(folder, Rig.loopback(0))) {
            assertThat(again.entry()).isEqualTo(entry);
            assertThat(again.observed()).containsOnlyKeys(BLUE);
        }
        assertThat(processes()).isEqualTo(before).hasSize(1);
    }

    @Test
    void listensAndRoutesAsBeforeAfterItWasKilled() throws Exception {
        URI entry = router.entry();
        router.route(Map.of(BLUE, 1, GREEN, 2));
        kill();

        try (DetachedRouter again = DetachedRouter.in(folder, Rig.loopback(0))) {
            assertThat(again.entry()).isEqualTo(entry);
            assertThat(again.observed()).isEqualTo(new TreeMap<>(Map.of(BLUE, 1, GREEN, 2)));
            assertThat(Client.get(again, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void isStartedAgainByWhoeverNeedsItNext() throws Exception {
        kill();

        router.route(Map.of(GREEN, 1));

        assertThat(router.observed()).containsOnlyKeys(GREEN);
        assertThat(Client.get(router, "/").revision()).isEqualTo("1.1");
    }

    @Test
    void isOneProcessHoweverManyStartItAtOnce() throws Exception {
        router.stop();
        ExecutorService controllers = Executors.newFixedThreadPool(3);
        try {
            List<Future<URI>> entries = Stream.generate(() -> controllers.submit(
                            () -> DetachedRouter.in(folder, Rig.loopback(0)).entry()))
                    .limit(3)
                    .toList();
            URI first = entries.get(0).get();
            for (Future<URI> entry : entries) {
                assertThat(entry.get()).isEqualTo(first);
            }
        } finally {
            controllers.shutdownNow();
        }
        Rig.await("those that came too late have ended", () -> processes().size() == 1);
    }

    @Test
    void tellsWhyItRefusesARoute() {
        router.machines(GREEN, List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> router.route(Map.of(GREEN, 1)))
                .withMessageContaining("Cannot route to green: the router knows none of its machines");
        assertThat(router.observed()).containsOnlyKeys(BLUE);
    }

    @Test
    void refusesToListenElsewhereThanItDoes() {
        int other = router.entry().getPort() + 1;

        assertThatIllegalStateException()
                .isThrownBy(() -> DetachedRouter.in(folder, Rig.loopback(other)))
                .withMessageContaining("listens on " + router.entry().getAuthority())
                .withMessageContaining("Stop it first");
    }

    @Test
    void tellsWhatTheProcessSaidWhenItCannotStart(@TempDir Path other) {
        assertThatThrownBy(() ->
                        DetachedRouter.in(other, Rig.loopback(router.entry().getPort())))
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining("router.log")
                .hasMessageContaining("choose another port");
    }

    @Test
    void isForItsUserAlone() throws IOException {
        assertThat(Files.getPosixFilePermissions(folder))
                .allMatch(permission -> permission.name().startsWith("OWNER"));
        assertThat(Files.readAllLines(folder.resolve("router.state")))
                .containsExactly(
                        "entry " + router.entry().getAuthority(),
                        "machines blue " + Addresses.text(blue.address()),
                        "machines green " + Addresses.text(green.address()),
                        "route blue=1");
    }

    @Test
    void refusesAFolderWhoseSocketHasTooLongAPath() {
        assertThatThrownBy(() -> DetachedRouter.in(folder.resolve("x".repeat(120)), Rig.loopback(0)))
                .hasMessageContaining("the operating system allows 103")
                .hasMessageContaining("shorter folder");
    }

    @Test
    void doesNothingWhenItIsToldToStopAndDoesNotRun(@TempDir Path other) {
        router.stop();
        router.stop();

        assertThat(processes()).isEmpty();
    }

    private void kill() {
        List<ProcessHandle> running = processes();
        assertThat(running).hasSize(1);
        running.get(0).destroyForcibly();
        Rig.await("the process is gone", () -> processes().isEmpty());
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.isAlive() && commandLine(process).contains(folder + "\0"))
                .toList();
    }

    /** A process that has ended and is not reaped yet has an empty one. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"), StandardCharsets.UTF_8);
        } catch (IOException goneMeanwhile) {
            return "";
        }
    }
}
