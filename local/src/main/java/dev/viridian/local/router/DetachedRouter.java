package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router in a process of its own, so that users are served while the process that deploys ends, crashes or is
 * replaced. What it was told is kept in its folder: a router that is started again, even after it was killed, listens
 * and routes as before. Only the user whose folder it is can talk to it.
 *
 * <p>Safe for use by several threads and by several processes.
 */
public final class DetachedRouter implements Router {
    private static final Logger LOG = LoggerFactory.getLogger(DetachedRouter.class);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final RouterFolder folder;
    private final InetSocketAddress address;
    private final Duration responseTimeout;
    private final List<String> logs;

    private DetachedRouter(
            RouterFolder folder, InetSocketAddress address, Duration responseTimeout, List<String> logs) {
        this.folder = folder;
        this.address = address;
        this.responseTimeout = responseTimeout;
        this.logs = logs;
    }

    /**
     * Connects to the router of a folder, and starts it if it is not running.
     *
     * @param folder where it lives; made when it is missing, and then readable by nobody else
     * @param address where users come in; the port 0 takes any that is free, and keeps it for this folder
     * @throws UncheckedIOException if it cannot be started; the message has the end of its log
     * @throws IllegalStateException if it is running, but listens elsewhere, or is of a release that does not understand this one
     */
    public static DetachedRouter in(Path folder, InetSocketAddress address) {
        return in(folder, address, EmbeddedRouter.RESPONSE_TIMEOUT);
    }

    /**
     * As {@link #in(Path, InetSocketAddress)}.
     *
     * @param responseTimeout how long a machine may take to begin its answer, for a router that is started here
     */
    public static DetachedRouter in(Path folder, InetSocketAddress address, Duration responseTimeout) {
        return in(folder, address, responseTimeout, List.of());
    }

    /**
     * As {@link #in(Path, InetSocketAddress)}; the process of the router, which is there when no controller is, also rotates the logs of
     * the machines.
     *
     * @param machines the folder below which the logs are
     * @param log what each log is called
     */
    public static DetachedRouter keepingLogs(Path folder, InetSocketAddress address, Path machines, String log) {
        return in(
                folder,
                address,
                EmbeddedRouter.RESPONSE_TIMEOUT,
                List.of(machines.toAbsolutePath().toString(), log));
    }

    /**
     * Where users come in by the router that runs in a folder; empty where none runs. It starts none.
     *
     * @throws UncheckedIOException if one runs that does not answer
     */
    public static Optional<URI> runningIn(Path folder) {
        Path socket = RouterFolder.socket(folder);
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (ControlCall call = ControlCall.open(socket, LONGEST_CALL)) {
            return Optional.of(URI.create(value(call.ask("entry"))));
        } catch (SocketException | EOFException notRunning) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The router of " + folder + " was not reached to perform 'entry': " + e.getMessage(), e);
        }
    }

    private static DetachedRouter in(
            Path folder, InetSocketAddress address, Duration responseTimeout, List<String> logs) {
        try {
            DetachedRouter router = new DetachedRouter(RouterFolder.at(folder), address, responseTimeout, logs);
            router.checkProtocol();
            router.checkEntry();
            return router;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + folder + " for a router: " + e.getMessage(), e);
        }
    }

    /** Before anything is told: in the middle of a deployment it would be too late. */
    private void checkProtocol() {
        String found = protocol();
        if (!found.equals(Integer.toString(Commands.PROTOCOL))) {
            throw new IllegalStateException("The router of " + folder.path()
                    + " is of another release of Viridian: it understands protocol " + found + ", expected "
                    + Commands.PROTOCOL + ". End its process, " + folder.process()
                    + ", when what is in flight may be cut, and open this again: a router of this release is started then, which listens and"
                    + " routes as that one did.");
        }
    }

    /** One that does not say which it speaks is of the first. */
    private String protocol() {
        try {
            return ask("protocol");
        } catch (IllegalArgumentException unknown) {
            return "1";
        }
    }

    private void checkEntry() {
        InetSocketAddress found = Addresses.parse(entry().getAuthority());
        boolean same = address.getPort() == 0 || address.equals(found);
        if (!same) {
            throw new IllegalStateException("The router of " + folder.path() + " is running and listens on "
                    + Addresses.text(found) + ", not on " + Addresses.text(address)
                    + ". Stop it first, or ask for the address that it has.");
        }
    }

    @Override
    public URI entry() {
        return URI.create(ask("entry"));
    }

    @Override
    public void machines(EnvironmentName environment, List<InetSocketAddress> machines) {
        ask("machines " + Lines.machines(environment, machines));
    }

    @Override
    public void route(Map<EnvironmentName, Integer> weights) {
        ask("route" + Lines.weights(weights));
    }

    @Override
    public SortedMap<EnvironmentName, Integer> observed() {
        String answer = ask("observed");
        return answer.isEmpty() ? new TreeMap<>() : Lines.weights(answer.split(" ", -1), 0);
    }

    @Override
    public long inFlight(EnvironmentName environment) {
        return Long.parseLong(ask("in-flight " + environment));
    }

    @Override
    public long requests(EnvironmentName environment, Duration last) {
        return Long.parseLong(ask("requests " + environment + " " + last));
    }

    @Override
    public void release(EnvironmentName environment) {
        ask("release " + environment);
    }

    @Override
    public int cut(EnvironmentName environment) {
        return Integer.parseInt(ask("cut " + environment));
    }

    /** Lets go of the router, which goes on. */
    @Override
    public void close() {
        // Each call has a connection of its own, so there is nothing to let go of.
    }

    /** Ends the router's process, and with it what is in flight. Nothing happens when it is not running. */
    public void stop() {
        try (ControlCall call = ControlCall.open(folder.socket(), LONGEST_CALL)) {
            call.ask(ControlEndpoint.STOP);
        } catch (SocketException | EOFException notRunningOrJustEnding) {
            LOG.debug("The router of {} did not answer: it has ended, or is ending.", folder.path());
        } catch (IOException e) {
            throw failed(ControlEndpoint.STOP, e);
        }
        awaitEnd();
    }

    private void awaitEnd() {
        Deadline deadline = Deadline.in(LONGEST_CALL);
        while (true) {
            try {
                Optional<FileLock> freed = folder.tryLock();
                if (freed.isPresent()) {
                    freed.get().channel().close();
                    return;
                }
            } catch (IOException e) {
                throw failed(ControlEndpoint.STOP, e);
            }
            if (deadline.isOver()) {
                throw new IllegalStateException("The router of " + folder.path() + " was told to stop and has not"
                        + " ended within " + LONGEST_CALL.toSeconds() + " s. End its process; see " + folder.log());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** A router that dies meanwhile is started again and asked again: all that it can be told may be told twice. */
    private String ask(String line) {
        Deadline deadline = Deadline.in(LONGEST_CALL);
        while (true) {
            try (ControlCall call = reach()) {
                return value(call.ask(line));
            } catch (SocketException | EOFException died) {
                if (deadline.isOver()) {
                    throw failed(line, died);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (IOException e) {
                throw failed(line, e);
            }
        }
    }

    private static String value(String answer) throws IOException {
        int space = answer.indexOf(' ');
        String value = space < 0 ? "" : answer.substring(space + 1).strip();
        return switch (space < 0 ? answer : answer.substring(0, space)) {
            case Commands.OK -> value;
            case Commands.REFUSED -> throw new IllegalArgumentException(value);
            default -> throw new IOException(value);
        };
    }

    /** A router that is not there is started: it goes on as the last one was told, so nothing is lost by that. */
    private ControlCall reach() throws IOException {
        try {
            return ControlCall.open(folder.socket(), LONGEST_CALL);
        } catch (SocketException notRunning) {
            return RouterLauncher.start(folder, address, responseTimeout, logs, LONGEST_CALL);
        }
    }

    private UncheckedIOException failed(String line, IOException cause) {
        return new UncheckedIOException(
                "The router of " + folder.path() + " was not reached to perform '" + line + "': " + cause.getMessage(),
                cause);
    }
}
