package dev.viridian.local.router;

import io.undertow.client.ClientConnection;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.IoFuture;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * An I/O thread as Undertow's client sees it when it opens a connection: the only place where something can be put between that client and what it reads. It is never
 * started; all is done by the thread that it stands for.
 */
final class Openings extends XnioIoThread {
    private final XnioIoThread thread;
    private Optional<InterimAnswers> last = Optional.empty();

    Openings(XnioIoThread thread) {
        super(thread.getWorker(), thread.getNumber());
        this.thread = thread;
    }

    @Override
    public IoFuture<StreamConnection> openStreamConnection(
            SocketAddress destination, ChannelListener<? super StreamConnection> listener, OptionMap options) {
        return thread.openStreamConnection(
                destination,
                connection -> {
                    InterimAnswers answers =
                            new InterimAnswers(connection.getSourceChannel().getConduit());
                    connection.getSourceChannel().setConduit(answers);
                    last = Optional.of(answers);
                    listener.handleEvent(connection);
                },
                options);
    }

    /** To be called for each connection as soon as the client has made it of what was opened. */
    void opened(ClientConnection connection) {
        last.orElseThrow().watch(connection);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public XnioExecutor.Key executeAfter(Runnable task, long time, TimeUnit unit) {
        return thread.executeAfter(task, time, unit);
    }

    @Override
    public XnioExecutor.Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
        return thread.executeAtInterval(task, time, unit);
    }
}
