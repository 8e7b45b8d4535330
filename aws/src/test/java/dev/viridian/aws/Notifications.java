package dev.viridian.aws;

import dev.viridian.DeploymentId;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notifications as an engine makes them. */
final class Notifications {
    private static final Instant AT = Instant.parse("2026-11-26T10:00:00Z");

    private Notifications() {}

    static Notification rolledBack(Evidence evidence) {
        return rolledBack("orders-7 (1.4.2) failed and was rolled back: it says 503", evidence);
    }

    static Notification rolledBack(String headline, Evidence evidence) {
        return of(
                "outcome-rolled-back",
                Optional.of(Outcome.ROLLED_BACK),
                headline,
                evidence,
                Optional.of("await healthy orders-7-1"),
                "1.4.1 (orders-6-1) 100 %");
    }

    static Notification rolledBack(String headline, String step, String live) {
        return of(
                "outcome-rolled-back",
                Optional.of(Outcome.ROLLED_BACK),
                headline,
                Evidence.none(),
                Optional.of(step),
                live);
    }

    static Notification deployed() {
        return of(
                "outcome-deployed",
                Optional.of(Outcome.DEPLOYED),
                "orders-7 (1.4.2) is live",
                Evidence.none(),
                Optional.empty(),
                "1.4.2 (orders-7-1) 100 %");
    }

    private static Notification of(
            String kind,
            Optional<Outcome> outcome,
            String headline,
            Evidence evidence,
            Optional<String> step,
            String live) {
        DeploymentId id = new DeploymentId("orders", 7);
        return new Notification(
                id + "/" + kind,
                AT,
                "orders",
                id,
                "1.4.2",
                outcome,
                headline,
                step,
                step.map(failed -> new MachineId("i-0123")),
                step.map(failed -> List.of(new Notification.Attempt(AT, failed, "it says 503")))
                        .orElse(List.of()),
                evidence,
                List.of(),
                live,
                "Look at the evidence.",
                Optional.empty(),
                Optional.empty());
    }
}
