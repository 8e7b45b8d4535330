package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a load balancer has counted of those behind it. */
final class Served {
    /** Those for which somebody was chosen to answer. */
    final List<Instant> requests = new ArrayList<>();

    /** What was answered by those who were chosen; what the load balancer answers in their place is not here. */
    final List<Answered> answers = new ArrayList<>();

    /** An answer of somebody behind it. */
    record Answered(Instant at, int status) {}

    /** A request, for which somebody was chosen, and what came of it. */
    void count(Instant now, Optional<Reply> answer) {
        requests.add(now);
        answer.ifPresent(reply -> answers.add(new Answered(now, reply.status())));
    }
}
