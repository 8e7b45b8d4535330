package dev.viridian.probe;

import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A GET as it goes over the wire. It asks for the connection to be closed, whatever the probe's own headers say. */
final class HttpRequestText {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    private final String text;

    private HttpRequestText(String text) {
        this.text = text;
    }

    static HttpRequestText of(HttpProbe probe, Machine machine) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", host(machine));
        headers.put("User-Agent", "viridian");
        headers.put("Accept", "*/*");
        headers.putAll(probe.headers());
        headers.put("Accept-Encoding", "identity");
        headers.put("Connection", "close");
        StringBuilder text = new StringBuilder("GET " + target(probe.path()) + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> text.append(header(name, value)));
        return new HttpRequestText(text.append("\r\n").toString());
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String host(Machine machine) {
        return (machine.host().contains(":") ? "[" + machine.host() + "]" : machine.host()) + ":" + machine.port();
    }

    /** Path and query; letters beyond ASCII are escaped, and what cannot stand in an address is refused. */
    private static String target(String path) {
        URI address = URI.create(URI.create("http://machine" + path).toASCIIString());
        return address.getRawQuery() == null
                ? address.getRawPath()
                : address.getRawPath() + "?" + address.getRawQuery();
    }

    /** A line break in a value would begin a header that nobody wrote. The value may be a secret: no message shows it. */
    private static String header(String name, String value) {
        if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the header '" + Excerpt.line(name)
                    + "' of the health check cannot be sent. Expected a name of letters, digits and dashes, and a value"
                    + " on one line in ISO 8859-1");
        }
        return name + ": " + value + "\r\n";
    }
}
