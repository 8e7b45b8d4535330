package dev.viridian.local.router;

import io.undertow.client.ClientResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/** A machine's answer as it is passed back to the client. */
final class InboundResponse {
    private InboundResponse() {}

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
