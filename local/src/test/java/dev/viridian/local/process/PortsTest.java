package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PortsTest {
    @RegisterExtension
    final Workplace workplace = new Workplace();

    @Test
    void givesEachHolderAPortOfItsOwnAndTheSameOneAgain() throws IOException {
        Ports ports = ports();

        int first = ports.reserve("machine-1");
        int second = ports.reserve("machine-2");

        assertThat(first).isNotEqualTo(second).isBetween(20_000, 29_999);
        assertThat(ports.reserve("machine-1")).isEqualTo(first);
        assertThat(ports.heldBy("machine-2")).hasValue(second);
        assertThat(ports.heldBy("machine-3")).isEmpty();
        assertThat(ports.isHeldBy(first, "machine-1")).isTrue();
        assertThat(ports.isHeldBy(first, "machine-2")).isFalse();
        ports.release("machine-2");
        assertThat(ports.isHeldBy(second, "machine-2")).isFalse();
        assertThat(ports.reserve("machine-2")).isNotEqualTo(second);
        second = ports.heldBy("machine-2").orElseThrow();
        assertThat(ports.held()).containsOnlyKeys(first, second);
        try (ServerSocket socket = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void remembersInAnotherControllerWhatIsHeld() {
        int port = ports().reserve("machine-1");

        assertThat(ports().heldBy("machine-1")).hasValue(port);
        assertThat(ports().reserve("machine-2")).isNotEqualTo(port);
    }

    @Test
    void neverHandsOutOnePortTwiceToSeveralControllersAtOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Integer> all = new ArrayList<>();
        try {
            List<Callable<Integer>> reservations = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String holder = "machine-" + i;
                reservations.add(() -> ports().reserve(holder));
            }
            for (Future<Integer> port : threads.invokeAll(reservations)) {
                all.add(port.get());
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(all).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void handsOutAReleasedPortLast() {
        Ports ports = ports();
        int first = ports.reserve("machine-1");
        ports.release("machine-1");
        assertThat(ports.held()).isEmpty();

        assertThat(ports.reserve("machine-1")).isNotEqualTo(first);
        ports.release("nobody");
        ports.release(first);
    }

    @Test
    void passesOverAPortThatSomethingListensOn() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Ports onlyThat = Ports.in(folder(), port, port);

            assertThatThrownBy(() -> onlyThat.reserve("machine-1"))
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("No port is left for machine-1")
                    .hasMessageContaining("0 are held");
            assertThat(onlyThat.held()).isEmpty();
        }
    }

    @Test
    void saysWhoListensOnAPortThatIsWanted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> ports().reserve("machine-1", taken.getLocalPort()))
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is not free for machine-1")
                    .hasMessageContaining(
                            knownHere() ? "(" + ProcessHandle.current().pid() + ") listens on it" : "listens");
            assertThat(ports().held()).isEmpty();
        }
        assertThat(Listeners.describe(1)).isEqualTo("another process listens on it, or this user may not listen there");
    }

    @Test
    void holdsAWantedPortOnceAndSaysWhoHoldsIt() throws IOException {
        int port = freePort();
        ports().reserve("machine-1", port);
        ports().reserve("machine-1", port);

        assertThatThrownBy(() -> ports().reserve("machine-2", port))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("machine-1 holds it according to")
                .hasMessageContaining("Release it there first");
        assertThat(ports().heldBy("machine-1")).hasValue(port);
    }

    @Test
    void keepsAPortWhoseHolderTheDiskHasLost() throws IOException {
        int port = freePort();
        Files.createDirectories(folder());
        Files.createFile(folder().resolve(Integer.toString(port)));

        assertThat(ports().held()).containsEntry(port, "");
        assertThatThrownBy(() -> ports().reserve("machine-1", port)).hasMessageContaining("someone holds it");
        ports().release(port);
        ports().reserve("machine-1", port);
    }

    @Test
    void aHolderIsThereAsSoonAsThePortIs() throws Exception {
        AtomicBoolean goOn = new AtomicBoolean(true);
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            while (goOn.get()) {
                Ports ports = ports();
                ports.release(ports.reserve("machine-1"));
            }
        });
        try {
            for (int look = 0; look < 2_000; look++) {
                assertThat(contents(folder())).doesNotContain("");
            }
        } finally {
            goOn.set(false);
            others.join();
        }
    }

    @Test
    void clearsAwayWhatAControllerLeftThatWasKilledWhileItTookAPort() throws IOException {
        Files.createDirectories(folder());
        Files.createFile(folder().resolve(".machine-1~left-by-a-killed-controller"));
        Path others = Files.createFile(folder().resolve(".machine-11~left-by-a-killed-controller"));

        int port = ports().reserve("machine-1");

        assertThat(folder()).isDirectoryContaining(file -> file.equals(others));
        ports().release("machine-11");
        assertThat(names(folder())).containsExactly(Integer.toString(port));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** What the files of ports say that are there while it is looked. */
    private static List<String> contents(Path folder) throws IOException {
        List<String> contents = new ArrayList<>();
        Files.createDirectories(folder);
        for (String name : names(folder)) {
            if (!name.startsWith(".")) {
                content(folder.resolve(name)).ifPresent(contents::add);
            }
        }
        return contents;
    }

    private static Optional<String> content(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException releasedMeanwhile) {
            return Optional.empty();
        }
    }

    @Test
    void refusesWhatIsNoRangeAndNobody() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ports.in(folder(), 0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> Ports.in(folder(), 10, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> Ports.in(folder(), 10, 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> ports().reserve(" "));
    }

    private Ports ports() {
        return Ports.in(folder());
    }

    private Path folder() {
        return workplace.folder().resolve("ports");
    }

    private static boolean knownHere() {
        return Files.isReadable(Path.of("/proc/net/tcp"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
