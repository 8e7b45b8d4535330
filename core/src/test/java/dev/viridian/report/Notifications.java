package dev.viridian.report;

import dev.viridian.DeploymentId;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notifications to test with. */
final class Notifications {
    private Notifications() {}

    /** A failure with all there is to know. */
    static Notification rolledBack() {
        Instant at = Instant.parse("2026-11-01T12:10:00.250Z");
        return new Notification(
                "orders#12/outcome",
                at,
                "orders",
                new DeploymentId("orders", 12),
                "1.4.2",
                Optional.of(Outcome.ROLLED_BACK),
                "Deployment orders#12 of orders 1.4.2 was rolled back: machine orders-12-1.2 did not become healthy.",
                Optional.of("wait until orders-12-1 is healthy"),
                Optional.of(new MachineId("orders-12-1.2")),
                List.of(
                        attempt(at.minusSeconds(600), "no connection: Connection refused"),
                        attempt(
                                at.minusSeconds(5),
                                "Machine orders-12-1.2 of orders-12-1 did not become healthy within 5 min: health check"
                                        + " 'GET /health' was answered last with: 503 Service Unavailable: db.password=hunter2")),
                Evidence.of("last 2 lines of orders-12-1.2's output", "\tstarting\nno database at jdbc:x token=abc\n")
                        .and("last answer", "503"),
                List.of("retried once", "rolled back to 1.4.1"),
                "1.4.1 (orders-11-1)",
                "Look at the database that orders-12-1.2 could not reach, then deploy 1.4.2 again.",
                Optional.of("0a1b2c3d4e5f"),
                Optional.of("seen 4 times in the last 10 deployments, first with 1.3.9"));
    }

    /** A success, of which there is little to say. */
    static Notification deployed() {
        return new Notification(
                "orders#13/outcome",
                Instant.parse("2026-11-01T13:00:00Z"),
                "orders",
                new DeploymentId("orders", 13),
                "1.4.3",
                Optional.of(Outcome.DEPLOYED),
                "orders 1.4.3 is live.",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Evidence.none(),
                List.of(),
                "1.4.3 (orders-13-1)",
                "",
                Optional.empty(),
                Optional.empty());
    }

    private static Notification.Attempt attempt(Instant at, String cause) {
        return new Notification.Attempt(at, "wait until orders-12-1 is healthy", cause);
    }
}
