package dev.viridian.local.router;

import io.undertow.client.ClientConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xnio.IoUtils;

/** The idle connections to machines that one I/O thread holds; the one used last is taken first. For that thread alone. */
final class Connections {
    private static final long LONGEST_IDLE = Duration.ofSeconds(30).toNanos();
    private static final int MOST_IDLE = 256;

    private record Idle(ClientConnection connection, long since) {}

    private final Map<Machine, Deque<Idle>> idle = new HashMap<>();

    Optional<ClientConnection> take(Machine machine) {
        Deque<Idle> held = idle.get(machine);
        Idle newest = held == null ? null : held.pollFirst();
        while (held != null && newest != null && !newest.connection().isOpen()) {
            newest = held.pollFirst();
        }
        return Optional.ofNullable(newest).map(Idle::connection);
    }

    void keep(Machine machine, ClientConnection connection) {
        Deque<Idle> held = idle.computeIfAbsent(machine, any -> new ArrayDeque<>());
        if (held.size() == MOST_IDLE) {
            IoUtils.safeClose(held.removeLast().connection());
        }
        held.addFirst(new Idle(connection, System.nanoTime()));
    }

    /** Forgets a connection that its machine has closed. */
    void forget(Machine machine, ClientConnection connection) {
        Deque<Idle> held = idle.get(machine);
        if (held != null) {
            held.removeIf(each -> each.connection() == connection);
        }
    }

    void close(Machine machine) {
        Deque<Idle> held = idle.remove(machine);
        if (held != null) {
            held.forEach(each -> IoUtils.safeClose(each.connection()));
        }
    }

    void closeIdleForLong() {
        long now = System.nanoTime();
        for (Deque<Idle> held : idle.values()) {
            while (!held.isEmpty() && now - held.getLast().since() > LONGEST_IDLE) {
                IoUtils.safeClose(held.removeLast().connection());
            }
        }
        idle.values().removeIf(Deque::isEmpty);
    }
}
