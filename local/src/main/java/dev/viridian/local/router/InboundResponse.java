package dev.viridian.local.router;

import io.undertow.client.ClientResponse;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/** A machine's answer as it is passed back to the client. */
final class InboundResponse {
    private static final int HIGHEST_STATUS = 999;

    private InboundResponse() {}

    /** Whether it is the answer itself, in a framing by which everybody finds the same end of it (RFC 9112, section 6.3). */
    static boolean canBePassedOn(ClientResponse response) {
        int status = response.getResponseCode();
        HeaderMap headers = response.getResponseHeaders();
        return status >= StatusCodes.OK
                && status <= HIGHEST_STATUS
                && HopByHop.isAbsentOrChunked(headers.get(Headers.TRANSFER_ENCODING))
                && isAbsentOrOne(headers.get(Headers.CONTENT_LENGTH));
    }

    private static boolean isAbsentOrOne(@Nullable HeaderValues length) {
        return length == null
                || length.size() == 1
                || length.stream().distinct().count() == 1;
    }

    /** Whether there is no body, though the head tells how long another answer's would be (RFC 9110, section 8.6). */
    static boolean endsWithItsHead(ClientResponse response) {
        HeaderMap headers = response.getResponseHeaders();
        String length = headers.getFirst(Headers.CONTENT_LENGTH);
        return !Connectors.isEntityBodyAllowed(response.getResponseCode())
                && (headers.contains(Headers.TRANSFER_ENCODING) || (length != null && !length.equals("0")));
    }

    static void copy(ClientResponse response, HttpServerExchange exchange) {
        HeaderMap inbound = response.getResponseHeaders();
        HeaderMap outbound = exchange.getResponseHeaders();
        exchange.setStatusCode(response.getResponseCode());
        HopByHop.copyOthers(inbound, outbound);
        if (response.getResponseCode() == StatusCodes.SWITCHING_PROTOCOLS) {
            outbound.putAll(Headers.UPGRADE, inbound.get(Headers.UPGRADE));
        } else if (inbound.contains(Headers.TRANSFER_ENCODING)) {
            outbound.remove(Headers.CONTENT_LENGTH);
        }
        // Chunks mark the end even where the connection is closed after them; without them a machine that died in the
        // middle would look as if it had said everything.
        if (exchange.isHttp11() && !outbound.contains(Headers.CONTENT_LENGTH)) {
            outbound.put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
        }
    }
}
