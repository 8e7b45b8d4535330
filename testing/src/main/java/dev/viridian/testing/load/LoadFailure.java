package dev.viridian.testing.load;

import java.time.Instant;

/**
 * A request that was not answered well.
 *
 * @param sentAt when it was sent
 * @param cause what came instead of an answer: the exception, or the status and the beginning of its text
 */
public record LoadFailure(Instant sentAt, String cause) {}
