package dev.viridian.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotificationTextTest {
    @Test
    void tellsOfAFailureAllThereIsToKnow() {
        assertThat(NotificationText.of(Notifications.rolledBack())).isEqualTo("""
                        Deployment orders#12 of orders 1.4.2 was rolled back: machine orders-12-1.2 did not become healthy.

                        Application: orders
                        Deployment:  orders#12
                        Revision:    1.4.2
                        Outcome:     rolled back
                        At:          2026-11-01T12:10:00Z
                        Step:        wait until orders-12-1 is healthy
                        Machine:     orders-12-1.2
                        Live now:    1.4.1 (orders-11-1)
                        Fingerprint: 0a1b2c3d4e5f
                        Pattern:     seen 4 times in the last 10 deployments, first with 1.3.9

                        What was tried:
                          - 2026-11-01T12:00:00Z wait until orders-12-1 is healthy: no connection: Connection refused
                          - 2026-11-01T12:09:55Z wait until orders-12-1 is healthy: Machine orders-12-1.2 of orders-12-1 did
                            not become healthy within 5 min: health check 'GET /health' was answered last with: 503 Service
                            Unavailable: db.password=***

                        What was done about it:
                          - retried once
                          - rolled back to 1.4.1

                        What you could do next:
                          - Look at the database that orders-12-1.2 could not reach, then deploy 1.4.2 again.

                        Evidence, last 2 lines of orders-12-1.2's output:
                            \tstarting
                            no database at jdbc:x token=***

                        Evidence, last answer:
                            503
                        """);
    }

    @Test
    void tellsOfASuccessInAFewLines() {
        assertThat(NotificationText.of(Notifications.deployed())).isEqualTo("""
                        orders 1.4.3 is live.

                        Application: orders
                        Deployment:  orders#13
                        Revision:    1.4.3
                        Outcome:     deployed
                        At:          2026-11-01T13:00:00Z
                        Live now:    1.4.3 (orders-13-1)
                        """);
    }

    @Test
    void breaksLinesBetweenWordsAndLeavesALongWordWhole() {
        Page page = new Page();
        page.wrapped("  - ", "a " + "b".repeat(120) + " " + "word ".repeat(30));
        assertThat(page.text().lines().map(String::length)).containsExactly(5, 124, 98, 58);
    }
}
