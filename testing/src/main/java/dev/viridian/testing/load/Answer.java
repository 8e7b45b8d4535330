package dev.viridian.testing.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP/1.1 answer, read to its end; of its body only the beginning is kept.
 *
 * @param status the status, for example 200
 * @param revision what the revision header said, or an empty text
 * @param endsConnection whether the connection can carry no other request
 * @param beginning the first bytes of the body as text
 */
record Answer(int status, String revision, boolean endsConnection, String beginning) {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int BEGINNING = 200;

    static Answer read(InputStream in, String revisionHeader) throws IOException {
        String statusLine = line(in);
        int status = status(statusLine);
        Map<String, String> headers = headers(in);
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        boolean delimited = body(in, status, headers, beginning);
        boolean ends = !delimited
                || headers.getOrDefault("Connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        return new Answer(
                status,
                headers.getOrDefault(revisionHeader, ""),
                ends,
                beginning.toString(StandardCharsets.UTF_8).strip());
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("Not the beginning of an HTTP/1.1 answer: '" + line + "'");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("Not a header of an HTTP/1.1 answer: '" + line + "'");
            }
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Reads the body; returns whether its end was marked by anything else than the end of the connection. */
    private static boolean body(
            InputStream in, int status, Map<String, String> headers, ByteArrayOutputStream beginning)
            throws IOException {
        if (status == 204 || status == 304) {
            return true;
        }
        String length = headers.get("Content-Length");
        if (headers.containsKey("Transfer-Encoding")) {
            chunks(in, beginning);
        } else if (length != null) {
            exactly(in, Long.parseLong(length), beginning);
        } else {
            while (piece(in, Integer.MAX_VALUE, beginning) >= 0) {
                // read to the end
            }
            return false;
        }
        return true;
    }

    private static void chunks(InputStream in, ByteArrayOutputStream beginning) throws IOException {
        long size;
        do {
            size = Long.parseLong(line(in).split(";", -1)[0].strip(), 16);
            exactly(in, size, beginning);
            if (size > 0 && !line(in).isEmpty()) {
                throw new IOException("A chunk is longer than it said it would be");
            }
        } while (size > 0);
        headers(in);
    }

    private static void exactly(InputStream in, long length, ByteArrayOutputStream beginning) throws IOException {
        for (long left = length; left > 0; ) {
            int read = piece(in, left, beginning);
            if (read < 0) {
                throw new EOFException("The connection ended " + left + " bytes before the end of the answer");
            }
            left -= read;
        }
    }

    private static int piece(InputStream in, long most, ByteArrayOutputStream beginning) throws IOException {
        byte[] buffer = new byte[(int) Math.min(most, 8 * 1024)];
        int read = in.read(buffer);
        if (read > 0 && beginning.size() < BEGINNING) {
            beginning.write(buffer, 0, Math.min(read, BEGINNING - beginning.size()));
        }
        return read;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(
                        "The connection ended " + (line.size() == 0 ? "before" : "within") + " an answer");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("A line of the answer's head is longer than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
