package dev.viridian.probe;

import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A GET as it goes over the wire. It asks for the connection to be closed, whatever the probe's own headers say. */
final class HttpRequestText {
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
        headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        return new HttpRequestText(text.append("\r\n").toString());
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String host(Machine machine) {
        return (machine.host().contains(":") ? "[" + machine.host() + "]" : machine.host()) + ":" + machine.port();
    }

    /** Path and query; letters beyond ASCII are escaped. */
    private static String target(String path) {
        URI address = URI.create(URI.create("http://machine" + path).toASCIIString());
        return address.getRawQuery() == null
                ? address.getRawPath()
                : address.getRawPath() + "?" + address.getRawQuery();
    }
}
