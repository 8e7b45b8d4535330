package dev.viridian.local.router;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Headers that speak of one connection and are not passed on to the next one (RFC 9110, section 7.6.1). */
final class HopByHop {
    private static final Set<HttpString> ALWAYS = Set.of(
            Headers.CONNECTION,
            Headers.KEEP_ALIVE,
            new HttpString("Proxy-Connection"),
            new HttpString("HTTP2-Settings"),
            Headers.TE,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE);

    /** What a message cannot do without, whatever its sender calls it: without its length its body would be lost. */
    private static final Set<HttpString> NEVER = Set.of(Headers.CONTENT_LENGTH, Headers.HOST);

    private HopByHop() {}

    static void copyOthers(HeaderMap from, HeaderMap to) {
        HeaderValues connection = from.get(Headers.CONNECTION);
        for (long i = from.fastIterateNonEmpty(); i != -1L; i = from.fiNextNonEmpty(i)) {
            HeaderValues values = from.fiCurrent(i);
            HttpString name = values.getHeaderName();
            if (!ALWAYS.contains(name) && (!names(connection, name) || NEVER.contains(name))) {
                to.putAll(name, values);
            }
        }
    }

    /** This router says to neither side that it takes any other coding than chunked, and could not pass one on. */
    static boolean isAbsentOrChunked(@Nullable HeaderValues coding) {
        return coding == null || (coding.size() == 1 && Headers.CHUNKED.equalToString(coding.getFirst()));
    }

    /** Whether a {@code Connection} header names another one. */
    static boolean names(@Nullable HeaderValues connection, HttpString name) {
        if (connection == null) {
            return false;
        }
        for (String value : connection) {
            if (value.equalsIgnoreCase("keep-alive") || value.equalsIgnoreCase("close")) {
                continue;
            }
            for (String token : value.split(",", -1)) {
                if (token.strip().equalsIgnoreCase(name.toString())) {
                    return true;
                }
            }
        }
        return false;
    }
}
