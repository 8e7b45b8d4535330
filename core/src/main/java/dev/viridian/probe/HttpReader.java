package dev.viridian.probe;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one HTTP/1.x answer, whatever the other side sends, and holds no more of it in memory than its limits allow. */
final class HttpReader {
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.\\d (?<status>[1-9]\\d\\d)(?: (?<reason>.*))?");

    private final Incoming incoming;
    private final Deadline deadline;

    HttpReader(Connection connection, Deadline deadline) {
        this.incoming = new Incoming(connection);
        this.deadline = deadline;
    }

    /** Reads it to the end of its body; trouble there is part of the answer, because its status is worth telling. */
    HttpAnswer read() throws IOException {
        incoming.begin("its headers", LONGEST_HEAD);
        Matcher line = finalStatusLine();
        int status = Integer.parseInt(line.group("status"));
        String reason = line.group("reason") == null ? "" : Excerpt.line(line.group("reason"));
        HttpHeaders headers = headers();
        HttpBody body = new HttpBody(incoming, status, headers);
        Optional<String> trouble = Optional.empty();
        try {
            body.read();
        } catch (IOException e) {
            trouble = Optional.of(Trouble.text(e, deadline));
        }
        return new HttpAnswer(status, reason, headers, body.text(), trouble);
    }

    /** Skips interim answers such as 103 Early Hints. */
    private Matcher finalStatusLine() throws IOException {
        Matcher line = statusLine();
        while (line.group("status").startsWith("1") && !"101".equals(line.group("status"))) {
            headers();
            line = statusLine();
        }
        return line;
    }

    private Matcher statusLine() throws IOException {
        String line = incoming.line();
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("it does not speak HTTP/1.1, it said: " + Excerpt.line(line));
        }
        return matcher;
    }

    private HttpHeaders headers() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (String line = incoming.line(); !line.isEmpty(); line = incoming.line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("among its headers is no header: " + Excerpt.line(line));
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1));
        }
        return headers;
    }
}
