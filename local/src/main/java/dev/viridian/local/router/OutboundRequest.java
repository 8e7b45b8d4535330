package dev.viridian.local.router;

import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.net.InetSocketAddress;
import java.util.Set;

/** A client's request as it is passed on to a machine. */
final class OutboundRequest {
    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE, Methods.TRACE);

    private OutboundRequest() {}

    /** Whether it may be sent a second time: its method says so, and no part of it is used up by the first time. */
    static boolean isRepeatable(HttpServerExchange exchange) {
        return exchange.isRequestComplete() && IDEMPOTENT.contains(exchange.getRequestMethod()) && !isUpgrade(exchange);
    }

    /** Whether the client asks to speak another protocol; HTTP/2 is not passed on. */
    static boolean isUpgrade(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        String protocol = headers.getFirst(Headers.UPGRADE);
        return protocol != null
                && !protocol.equalsIgnoreCase("h2c")
                && HopByHop.names(headers.get(Headers.CONNECTION), Headers.UPGRADE);
    }

    static ClientRequest of(HttpServerExchange exchange, Machine machine) {
        ClientRequest request =
                new ClientRequest().setMethod(exchange.getRequestMethod()).setPath(path(exchange));
        HeaderMap inbound = exchange.getRequestHeaders();
        HeaderMap outbound = request.getRequestHeaders();
        HopByHop.copyOthers(inbound, outbound);
        if (isUpgrade(exchange)) {
            outbound.put(Headers.CONNECTION, Headers.UPGRADE_STRING);
            outbound.putAll(Headers.UPGRADE, inbound.get(Headers.UPGRADE));
        }
        if (inbound.contains(Headers.TRANSFER_ENCODING)) {
            outbound.remove(Headers.CONTENT_LENGTH);
            outbound.put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
        }
        if (!outbound.contains(Headers.HOST)) {
            outbound.put(Headers.HOST, machine.toString());
        }
        sayWhomItIsFor(exchange, outbound);
        return request;
    }

    private static String path(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (exchange.isHostIncludedInRequestURI()) {
            int path = uri.indexOf('/', uri.indexOf("//") + 2);
            uri = path < 0 ? "/" : uri.substring(path);
        }
        String query = exchange.getQueryString();
        return query == null || query.isEmpty() ? uri : uri + "?" + query;
    }

    /** Adds to what routers before this one said: the last address is the one that this router saw. */
    private static void sayWhomItIsFor(HttpServerExchange exchange, HeaderMap outbound) {
        String client = address(exchange.getSourceAddress());
        HeaderValues before = outbound.get(Headers.X_FORWARDED_FOR);
        outbound.put(
                Headers.X_FORWARDED_FOR,
                before == null || before.isEmpty() ? client : String.join(", ", before) + ", " + client);
        if (!outbound.contains(Headers.X_FORWARDED_PROTO)) {
            outbound.put(Headers.X_FORWARDED_PROTO, exchange.getRequestScheme());
        }
        if (!outbound.contains(Headers.X_FORWARDED_HOST)) {
            outbound.put(Headers.X_FORWARDED_HOST, outbound.getFirst(Headers.HOST));
        }
    }

    private static String address(InetSocketAddress client) {
        return client.isUnresolved()
                ? client.getHostString()
                : client.getAddress().getHostAddress();
    }
}
