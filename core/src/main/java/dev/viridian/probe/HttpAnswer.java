package dev.viridian.probe;

import java.util.Optional;

/**
 * An answer to an HTTP request.
 *
 * @param status its status
 * @param reason what its status line says after that; may be empty
 * @param headers its headers
 * @param body as much as was read
 * @param trouble why its body could not be read to its end
 */
record HttpAnswer(int status, String reason, HttpHeaders headers, String body, Optional<String> trouble) {
    String statusLine() {
        return reason.isEmpty() ? String.valueOf(status) : status + " " + reason;
    }

    /** Where it redirects to, if it does. */
    Optional<String> redirect() {
        return status >= 300 && status <= 399 ? headers.last("location").map(Excerpt::line) : Optional.empty();
    }

    String bodyExcerpt() {
        return body.isBlank() ? "" : ": " + Excerpt.line(body);
    }
}
