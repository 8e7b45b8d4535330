package dev.viridian.local.haproxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The servers of one backend, which hold the machines of one environment. */
final class Slot {
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final RuntimeSocket socket;
    private final String backend;

    Slot(RuntimeSocket socket, String backend) {
        this.socket = socket;
        this.backend = backend;
    }

    static String show(String backend) {
        return "show servers state " + backend;
    }

    List<Server> servers() {
        String command = show(backend);
        return Table.parse(command, socket.ask(command), " ").stream()
                .map(Server::of)
                .toList();
    }

    Traffic traffic() {
        return Traffic.of(socket, backend);
    }

    boolean isEmpty() {
        return servers().stream().allMatch(Server::isUnused) && traffic().inFlight() == 0;
    }

    /**
     * Replaces the machines. One that stays is not touched; new ones come in before old ones go, as far as there is room, so
     * that a slot which serves is never without. A place without a machine to which HAProxy would pass requests, as one that was
     * restarted while a machine went may have, is shut.
     */
    void fill(List<InetSocketAddress> machines) {
        Set<InetSocketAddress> wanted = new LinkedHashSet<>(machines);
        List<String> answers = new ArrayList<>(addMissing(wanted));
        for (Server server : servers()) {
            boolean isShut = server.isUnused() && !server.ready();
            if (!isShut && !wanted.contains(server.address())) {
                answers.addAll(remove(server));
            }
        }
        answers.addAll(addMissing(wanted));
        open();
        Set<InetSocketAddress> ready = ready();
        if (!ready.equals(wanted)) {
            throw new IllegalStateException("HAProxy's backend " + backend + " did not take the machines " + wanted
                    + ". Found ready: " + ready + ". It answered: " + answers
                    + ". Is another controller or person changing that backend?");
        }
    }

    /** Makes it what it was once: with those machines, shut where none of them was ready. */
    void bringTo(List<Server> servers) {
        fill(servers.stream()
                .filter(server -> !server.isUnused())
                .map(Server::address)
                .toList());
        if (servers.stream().noneMatch(Server::ready)) {
            shut(servers());
        }
    }

    /** Lets requests through to all machines again, for example after {@link #release()}. */
    void open() {
        for (Server server : servers()) {
            if (!server.isUnused() && !server.ready()) {
                socket.ask(set(server.name(), "state ready"));
            }
        }
    }

    Set<InetSocketAddress> ready() {
        return servers().stream().filter(Server::ready).map(Server::address).collect(Collectors.toSet());
    }

    /**
     * Closes the pooled connections. HAProxy does so when a server enters maintenance, and only then: a connection in use at
     * that moment goes to the pool afterwards. Hence a server with such connections enters it once more, until none is left.
     */
    void release() {
        shut(servers());
        long left = untilNone(() -> {
            Map<String, Long> idle = idleConnections();
            idle.keySet()
                    .forEach(server -> socket.ask(List.of(set(server, "state ready"), set(server, "state maint"))));
            return idle.values().stream().mapToLong(Long::longValue).sum();
        });
        if (left > 0) {
            throw new IllegalStateException(
                    "HAProxy still has " + left + " idle connections to machines of the backend "
                            + backend + ", " + SETTLED.toSeconds()
                            + " s after they were to be closed. Expected none. Is traffic still routed to it?");
        }
    }

    /**
     * Closes what is in flight, and says how many these were. To HAProxy a session that it shut down looks like a machine that
     * hung up, and so it would give an idempotent request to a machine once more: hence the maintenance.
     */
    long cut() {
        List<Server> servers = servers();
        shut(servers);
        long before = traffic().inFlight();
        long left = untilNone(() -> {
            servers.forEach(server -> socket.ask("shutdown sessions server " + backend + "/" + server.name()));
            return traffic().inFlight();
        });
        return Math.max(0, before - left);
    }

    private void shut(List<Server> servers) {
        for (Server server : servers) {
            if (server.ready()) {
                socket.ask(set(server.name(), "state maint"));
            }
        }
    }

    private Map<String, Long> idleConnections() {
        String command = "show servers conn " + backend;
        return Table.parse(command, socket.ask(command), " ").stream()
                .filter(row -> row.number("idle_cur") > 0)
                .collect(Collectors.toMap(
                        row -> row.text("bkname/svname").substring(backend.length() + 1),
                        row -> row.number("idle_cur")));
    }

    private List<String> addMissing(Set<InetSocketAddress> wanted) {
        List<Server> servers = servers();
        Deque<Server> spare =
                servers.stream().filter(Server::isUnused).collect(Collectors.toCollection(ArrayDeque::new));
        Set<InetSocketAddress> missing = new LinkedHashSet<>(wanted);
        servers.stream()
                .map(Server::address)
                .collect(Collectors.toCollection(HashSet::new))
                .forEach(missing::remove);
        List<String> answers = new ArrayList<>();
        for (InetSocketAddress machine : missing) {
            if (!spare.isEmpty()) {
                Server server = spare.pop();
                answers.add(move(server, machine));
                answers.add(socket.ask(set(server.name(), "state ready")));
            }
        }
        return answers;
    }

    private List<String> remove(Server server) {
        return List.of(socket.ask(set(server.name(), "state maint")), move(server, Server.UNUSED));
    }

    private String move(Server server, InetSocketAddress to) {
        return socket.ask(set(server.name(), "addr " + to.getAddress().getHostAddress() + " port " + to.getPort()));
    }

    private String set(String server, String what) {
        return "set server " + backend + "/" + server + " " + what;
    }

    /** HAProxy closes connections on its own threads, a moment after the command was answered. */
    private static long untilNone(LongSupplier left) {
        long deadline = System.nanoTime() + SETTLED.toNanos();
        long found = left.getAsLong();
        while (found > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            found = left.getAsLong();
        }
        return found;
    }
}
