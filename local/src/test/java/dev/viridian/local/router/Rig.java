package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A router in front of two environments, and what tests do with them again and again. */
final class Rig implements Closeable {
    static final EnvironmentName BLUE = new EnvironmentName("blue");
    static final EnvironmentName GREEN = new EnvironmentName("green");

    final Router router;
    private final Deque<Closeable> toClose = new ArrayDeque<>();

    Rig() {
        this(Duration.ofSeconds(30));
    }

    Rig(Duration responseTimeout) {
        router = EmbeddedRouter.listeningOn(loopback(0), responseTimeout);
        toClose.push(router::close);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** An address at which connections are refused: its port is held, so that nobody else comes to listen there, and not listened on. */
    InetSocketAddress refusing() throws IOException {
        Socket held = closing(new Socket());
        held.bind(loopback(0));
        return loopback(held.getLocalPort());
    }

    /** A machine that is all of an environment. */
    Backend machine(EnvironmentName environment, Backend backend) {
        closing(backend);
        router.machines(environment, List.of(backend.address()));
        return backend;
    }

    /** A machine that is all of the only live environment. */
    Backend live(Backend backend) {
        machine(BLUE, backend);
        router.route(Map.of(BLUE, 1));
        return backend;
    }

    /** What is closed when the test ends, the latest first. */
    <T extends Closeable> T closing(T resource) {
        toClose.push(resource);
        return resource;
    }

    /** Waits for what another thread brings about; how long it takes is not what the tests are about. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited 2 min in vain until " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }
}
