package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Who knows how many requests an environment got, and how many of them were answered with 5xx. */
@FunctionalInterface
interface CountedRequests {
    /** What is known of an environment. */
    record Counted(long requests, long errors) {}

    /** Since then, in whole minutes; empty where it is not to be counted, or there is no such environment. */
    Optional<Counted> since(EnvironmentName environment, Instant since);

    /** How many requests; empty where {@link #since} is. */
    default OptionalLong requests(EnvironmentName environment, Instant since) {
        return since(environment, since)
                .map(counted -> OptionalLong.of(counted.requests()))
                .orElseGet(OptionalLong::empty);
    }
}
