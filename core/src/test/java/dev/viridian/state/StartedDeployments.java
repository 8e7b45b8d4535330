package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How deployments began, to test with. */
final class StartedDeployments {
    private StartedDeployments() {}

    static Event.DeploymentStarted of(DeploymentId id) {
        return new Event.DeploymentStarted(
                Instant.parse("2026-01-01T00:00:00Z"),
                id,
                "anna",
                "s3://releases/orders.tar.gz",
                new Revision("1.0", "ab"),
                TrafficSplit.nowhere(),
                Optional.empty(),
                List.of(),
                Optional.of("c0ffee"),
                List.of("the log"),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(30)),
                Optional.empty());
    }
}
