package dev.viridian.testing.load;

import java.time.Instant;

/** What became of one request. */
sealed interface Outcome {
    Instant sentAt();

    /** It was answered with a status below 400, by this revision; an empty one where the answer does not say. */
    record Answered(Instant sentAt, String revision) implements Outcome {}

    record Failed(Instant sentAt, String cause) implements Outcome {}
}
