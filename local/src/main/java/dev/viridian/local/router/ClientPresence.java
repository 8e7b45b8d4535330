package dev.viridian.local.router;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Whether a client is still there whose request has come as a whole. Nothing is read from it until its answer is passed on, so that without a
 * look nobody would notice that it hung up while its machine says nothing. Only for the I/O thread of its connection.
 *
 * <p>A client that only ends its sending, and waits on, looks the same, and is taken to be gone: that is how most other routers take it.
 */
final class ClientPresence {
    private ClientPresence() {}

    static boolean isGone(HttpServerExchange exchange) {
        AbstractServerConnection connection = (AbstractServerConnection) exchange.getConnection();
        // With a part of its next request here already the client is waited for; how it ends is seen when that is read.
        return exchange.isRequestComplete() && connection.getExtraBytes() == null && hasEnded(connection);
    }

    /** What is read is the beginning of the client's next request, and is kept where Undertow looks for that. */
    private static boolean hasEnded(AbstractServerConnection connection) {
        PooledByteBuffer bytes = connection.getByteBufferPool().allocate();
        int read = read(connection.getOriginalSourceConduit(), bytes.getBuffer());
        if (read > 0) {
            bytes.getBuffer().flip();
            connection.setExtraBytes(bytes);
        } else {
            bytes.close();
        }
        return read < 0;
    }

    /** How many bytes were there; less than none where there will be no more. */
    private static int read(StreamSourceConduit client, ByteBuffer bytes) {
        try {
            return client.read(bytes);
        } catch (IOException reset) {
            return -1;
        }
    }
}
