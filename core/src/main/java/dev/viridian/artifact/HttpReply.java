package dev.viridian.artifact;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The beginning of an answer, and its body as it comes.
 *
 * @param from who answered, after all redirects
 * @param head its status and headers
 * @param body its body, which must be closed
 */
record HttpReply(URI from, HttpHead head, HttpBody body) {
    static final int OK = 200;
    static final int PART = 206;

    int status() {
        return head.status();
    }

    Optional<String> header(String name) {
        return head.header(name);
    }

    /** How long its body is, where it says so. */
    OptionalLong length() {
        return header("Content-Length").filter(text -> text.matches("\\d{1,18}")).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** Whether the server may answer otherwise a little later. */
    boolean isPassing() {
        return status() >= 500 || status() == 429 || status() == 408 || status() == 425;
    }
}
