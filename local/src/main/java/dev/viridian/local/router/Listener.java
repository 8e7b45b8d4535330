package dev.viridian.local.router;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The port that clients connect to, and the threads behind it. */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int BUFFERS_PER_THREAD = 12;
    private static final int BACKLOG = 1_024;
    private static final int SECONDS_TO_STOP = 10;

    /** Files that the rest of this process may still want to open, such as those of its classes and logs. */
    private static final int KEPT_FREE = 32;

    /** How long a client may take from the first byte of a request's head to the last, so that none holds a connection by sending slowly. */
    private static final Duration LONGEST_HEAD = Duration.ofSeconds(10);

    /** What to let through is for the application to say: no limit on bodies or parameters, nothing decoded. */
    private static final OptionMap HTTP_OPTIONS = OptionMap.builder()
            .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
            .set(UndertowOptions.MAX_PARAMETERS, Integer.MAX_VALUE)
            .set(UndertowOptions.DECODE_URL, false)
            .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
            .set(UndertowOptions.ALWAYS_SET_DATE, false)
            .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
            .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) TimeUnit.MINUTES.toMillis(1))
            .getMap();

    private final XnioWorker worker;
    private final ByteBufferPool buffers;
    private final AcceptingChannel<StreamConnection> port;

    private Listener(XnioWorker worker, ByteBufferPool buffers, AcceptingChannel<StreamConnection> port) {
        this.worker = worker;
        this.buffers = buffers;
        this.port = port;
    }

    /** Takes the port; clients are let in only by {@link #accept}. */
    static Listener open(InetSocketAddress address, HttpHandler handler) throws IOException {
        return open(address, handler, LONGEST_HEAD);
    }

    static Listener open(InetSocketAddress address, HttpHandler handler, Duration longestHead) throws IOException {
        ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_PER_THREAD);
        HttpOpenListener http = new HttpOpenListener(
                buffers,
                OptionMap.builder()
                        .addAll(HTTP_OPTIONS)
                        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) longestHead.toMillis())
                        .getMap());
        http.setRootHandler(handler);
        XnioWorker worker = startWorker();
        try {
            return new Listener(
                    worker,
                    buffers,
                    worker.createStreamConnectionServer(
                            address, ChannelListeners.openListenerAdapter(http), socketOptions()));
        } catch (IOException e) {
            stop(worker, buffers);
            throw e;
        }
    }

    /** Each client may need a connection to a machine; those that there is no room for wait with the system until others go. */
    private static OptionMap socketOptions() {
        OptionMap.Builder options = OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, BACKLOG);
        OptionalInt left = OpenFiles.left();
        if (left.isPresent()) {
            options.set(Options.CONNECTION_HIGH_WATER, Math.max(1, (left.getAsInt() - KEPT_FREE) / 2));
        }
        return options.getMap();
    }

    private static XnioWorker startWorker() throws IOException {
        return Xnio.getInstance(Listener.class.getClassLoader())
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "viridian-router")
                        .set(
                                Options.WORKER_IO_THREADS,
                                Math.max(2, Runtime.getRuntime().availableProcessors()))
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
    }

    void accept() {
        port.resumeAccepts();
    }

    InetSocketAddress address() {
        return port.getLocalAddress(InetSocketAddress.class);
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    void refuse() {
        IoUtils.safeClose(port);
    }

    /** Ends the threads, and so all connections; to be called once, after {@link #refuse}. */
    void stop() {
        stop(worker, buffers);
    }

    private static void stop(XnioWorker worker, ByteBufferPool buffers) {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                LOG.warn("The router's threads have not stopped within {} s of being told to", SECONDS_TO_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        buffers.close();
    }
}
