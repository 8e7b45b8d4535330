package dev.viridian.artifact;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of an answer.
 *
 * @param status its status
 * @param headers its headers, by name in any case; of several of one name the first
 */
record HttpHead(int status, Map<String, String> headers) {
    private static final int LONGEST = 1 << 16;
    private static final int FIRST_FINAL = 200;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d ([1-9]\\d\\d)(?: .*)?");

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Reads it, and no byte of the body. Interim answers such as 103 are passed over. */
    static HttpHead read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        HttpHead head = read(lines);
        while (head.status() < FIRST_FINAL) {
            head = read(lines);
        }
        return head;
    }

    private static HttpHead read(Lines lines) throws IOException {
        String first = lines.next();
        Matcher matcher = STATUS_LINE.matcher(first);
        if (!matcher.matches()) {
            throw new IOException("it does not speak HTTP/1.1, it said " + Shown.name(first));
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("among its headers is no header: " + Shown.name(line));
            }
            add(
                    headers,
                    line.substring(0, colon).strip(),
                    line.substring(colon + 1).strip());
        }
        return new HttpHead(Integer.parseInt(matcher.group(1)), Collections.unmodifiableMap(headers));
    }

    private static void add(Map<String, String> headers, String name, String value) throws IOException {
        String before = headers.putIfAbsent(name, value);
        if (before != null && name.equalsIgnoreCase("Content-Length") && !before.equals(value)) {
            throw new IOException(
                    "it gives two lengths of its body, " + Shown.name(before) + " and " + Shown.name(value));
        }
    }

    /** Lines that end with CR LF, or LF alone, within a limit for all of them. */
    private static final class Lines {
        private final InputStream in;
        private int left = LONGEST;

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int each = in.read(); each != '\n'; each = in.read()) {
                if (each < 0) {
                    throw new EOFException("the connection ended before the answer");
                }
                if (--left < 0) {
                    throw new IOException("its headers take more than " + Shown.bytes(LONGEST));
                }
                line.write(each);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }

    /** A line in a body of chunks. */
    static String line(InputStream in) throws IOException {
        return new Lines(in).next();
    }
}
