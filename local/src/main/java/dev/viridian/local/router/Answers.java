package dev.viridian.local.router;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.Options;

/** What the router itself says to a client. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static void error(HttpServerExchange exchange, int status, String text) {
        closeAfterUnsentBody(exchange);
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
        exchange.getResponseSender().send(text + "\n");
    }

    /**
     * A client that was not told to continue may send its body after the final answer or not: nobody could tell such a
     * body from a next request, so the connection ends with the answer.
     */
    static void closeAfterUnsentBody(HttpServerExchange exchange) {
        if (HttpContinue.requiresContinueResponse(exchange)) {
            exchange.setPersistent(false);
        }
    }

    /** Closes the client's connection in the middle of an answer, so that what it got is not taken for the whole. */
    static void breakOff(HttpServerExchange exchange) {
        if (!exchange.getProtocol().equals(Protocols.HTTP_1_1)) {
            resetOnClose(exchange);
        }
        IoUtils.safeClose(exchange.getConnection());
    }

    /** An answer to an HTTP/1.0 client may end with the connection: only a reset tells it that there was more to come. */
    private static void resetOnClose(HttpServerExchange exchange) {
        try {
            exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
        } catch (IOException e) {
            LOG.debug("The connection is closed already, which is all that was wanted", e);
        }
    }
}
