package dev.viridian.local.router;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.connector.ByteBufferPool;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * What one I/O thread carries: its requests in flight and its idle connections. A request stays on the thread that
 * accepted its client, and so does the connection that it is passed on by; nothing here is ever touched by another one.
 */
final class Lane implements Executor {
    private static final OptionMap CLIENT_OPTIONS = OptionMap.create(Options.TCP_NODELAY, true);

    private final XnioIoThread thread;
    private final Openings openings;
    private final ByteBufferPool buffers;
    private final long responseTimeout;
    private final Connections idle = new Connections();
    private final Set<Forwarding> open = new HashSet<>();
    private final XnioExecutor.Key sweeping;

    Lane(XnioIoThread thread, ByteBufferPool buffers, Duration responseTimeout, Duration sweepEvery) {
        this.thread = thread;
        this.openings = new Openings(thread);
        this.buffers = buffers;
        this.responseTimeout = responseTimeout.toNanos();
        this.sweeping = thread.executeAtInterval(this::sweep, sweepEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a task on the lane's thread. */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    void opened(Forwarding forwarding) {
        open.add(forwarding);
    }

    void closed(Forwarding forwarding) {
        open.remove(forwarding);
    }

    void connect(Machine machine, ClientCallback<ClientConnection> opened) {
        ClientCallback<ClientConnection> watched = new ClientCallback<>() {
            @Override
            public void completed(ClientConnection connection) {
                openings.opened(connection);
                opened.completed(connection);
            }

            @Override
            public void failed(IOException cause) {
                opened.failed(cause);
            }
        };
        UndertowClient.getInstance().connect(watched, machine.uri(), openings, buffers, CLIENT_OPTIONS);
    }

    /** To be called once for each new connection, so that one that its machine closes is no longer held as idle. */
    void watch(Machine machine, ClientConnection connection) {
        connection.addCloseListener(closed -> idle.forget(machine, closed));
    }

    Optional<ClientConnection> takeIdle(Machine machine) {
        return idle.take(machine);
    }

    void keepOrClose(Target target, Machine machine, ClientConnection connection) {
        if (connection.isOpen()
                && !connection.isUpgraded()
                && target.keepsConnections()
                && target.machines().contains(machine)) {
            idle.keep(machine, connection);
        } else {
            IoUtils.safeClose(connection);
        }
    }

    void closeIdle(List<Machine> machines) {
        machines.forEach(idle::close);
    }

    int cut(Target target) {
        List<Forwarding> theirs =
                open.stream().filter(each -> each.isTo(target)).toList();
        theirs.forEach(Forwarding::cut);
        return theirs.size();
    }

    /** Done every so often: gives up on machines that do not answer, on clients that are gone, and on connections that nobody needed for long. */
    private void sweep() {
        long now = System.nanoTime();
        open.stream()
                .filter(each -> each.isUnansweredFor(responseTimeout, now))
                .toList()
                .forEach(Forwarding::timeOut);
        open.stream()
                .filter(each -> each.isLeftByItsClient(now))
                .toList()
                .forEach(each -> each.abandoned(new EOFException("The client hung up.")));
        idle.closeIdleForLong();
    }

    /** Sweeps no more; connections are left to the end of the thread. */
    void stop() {
        sweeping.remove();
    }
}
