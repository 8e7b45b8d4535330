package dev.viridian.probe;

import java.util.Map;
import java.util.Optional;

/**
 * An answer to an HTTP request.
 *
 * @param status its status
 * @param reason what its status line says after that; may be empty
 * @param headers by lower-case name; of several of one name the last
 * @param body as much as was read
 * @param trouble why its body could not be read to its end
 */
record HttpAnswer(int status, String reason, Map<String, String> headers, String body, Optional<String> trouble) {
    String statusLine() {
        return reason.isEmpty() ? String.valueOf(status) : status + " " + reason;
    }

    /** Where it redirects to, if it does. */
    Optional<String> redirect() {
        return status >= 300 && status <= 399
                ? Optional.ofNullable(headers.get("location")).map(Excerpt::line)
                : Optional.empty();
    }

    String bodyExcerpt() {
        return body.isBlank() ? "" : ": " + Excerpt.line(body);
    }
}
