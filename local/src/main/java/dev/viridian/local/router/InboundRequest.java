package dev.viridian.local.router;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/**
 * A client's request as it came in. What a machine may read otherwise than this router is refused: what one takes for the end of a request, and the
 * other for its middle, is how somebody gets a request of their own to a machine past whatever looks at requests on the way (RFC 9112, section 11.2).
 */
final class InboundRequest {
    private static final char DELETE = 0x7f;
    private static final char HIGHEST_BYTE = 0xff;

    private InboundRequest() {}

    /** Whether it may be passed on; where it may not it is answered. */
    static boolean isAdmissible(HttpServerExchange exchange) {
        if (!isTarget(exchange.getRequestURI()) || !isTarget(exchange.getQueryString())) {
            refuse(exchange, StatusCodes.BAD_REQUEST, "What this request asks for has a control character in it.");
            return false;
        }
        if (!HopByHop.isAbsentOrChunked(exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING))) {
            refuse(
                    exchange,
                    StatusCodes.NOT_IMPLEMENTED,
                    "This router knows no other transfer coding of a request than chunked.");
            return false;
        }
        return true;
    }

    /** It is written to the machine as it is, each character as one byte. */
    private static boolean isTarget(String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one <= ' ' || one == DELETE || one > HIGHEST_BYTE) {
                return false;
            }
        }
        return true;
    }

    /** Where its body ends nobody knows for certain, so nothing more is read from that client. */
    private static void refuse(HttpServerExchange exchange, int status, String text) {
        exchange.setPersistent(false);
        Answers.error(exchange, status, text);
    }
}
