package dev.viridian.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    private static final String STEP = "wait until the candidate is healthy";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "machine i-0abc12de is gone|machine i-99ffe110 is gone",
                "orders-12-1.2 of orders-12-1 failed|orders-13-2.1 of orders-13-2 failed",
                "waited 5 min|waited 1 h 30 min",
                "waited 250 ms|waited 2.5 s",
                "at 2026-11-01T12:00:00Z: gone|at 2026-12-24T18:30:00.5Z: gone",
                "no /tmp/viridian-abcdef/app.jar there|no /tmp/xyz/lib/app.jar there",
                "no '/var/folders/a/b' there|no '/private/var/folders/c' there",
                "digest deadbeefcafe differs|digest feedfacefeed differs",
                "digests deadbeefcafe, feedfacefeed differ|digests feedfacefeed differ",
                "session 7b1d6f3e-8a52-4a39-9f0e-1a2b3c4d5e6f ended|session 00000000-8a52-4a39-9f0e-aaaaaaaaaaaa ended",
                "connect to 10.0.0.7:8080 refused|connect to 10.0.3.1:9090 refused",
                "app.Thing@1a2b3c is stuck|app.Thing@99ffee is stuck",
                "machines 1, 2, 3 are sick|machines 4, 5 are sick",
                "s3://releases/orders/1.4.2/orders-1.4.2.tar.gz is missing|s3://releases/orders/1.5/orders-1.5.tar.gz is missing",
                "Connection  refused|connection refused",
            })
    void isTheSameForTheSameFailureOfAnotherDeployment(String one, String other) {
        assertThat(Fingerprint.of(STEP, failure(one))).isEqualTo(Fingerprint.of(STEP, failure(other)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection refused|connection reset",
                "503 Service Unavailable|404 Not Found",
                "no /srv/orders/app.jar there|no /srv/payments/app.jar there",
                "table ORDERS is missing|table CUSTOMERS is missing",
                "s3://releases/orders/a.gz is missing|s3://backups/orders/a.gz is missing",
            })
    void differsForAnotherFailure(String one, String other) {
        assertThat(Fingerprint.of(STEP, failure(one))).isNotEqualTo(Fingerprint.of(STEP, failure(other)));
    }

    @Test
    void differsByStepAndByKindOfFailure() {
        Failure unexpected = failure("x");
        assertThat(Fingerprint.of(STEP, unexpected))
                .isNotEqualTo(Fingerprint.of("cut over", unexpected))
                .isNotEqualTo(Fingerprint.of(STEP, new Failure.CallFailed("y", "x", true)));
        assertThat(Fingerprint.of("create orders-12-1", unexpected))
                .isEqualTo(Fingerprint.of("create orders-13-1", unexpected));
    }

    @Test
    void isTheSameForTwoSickMachinesOfTwoDeployments() {
        assertThat(Fingerprint.of(STEP, unhealthy("orders-12-1", 5)))
                .isEqualTo(Fingerprint.of(STEP, unhealthy("orders-400-2", 90)))
                .matches("[0-9a-f]{12}");
    }

    private static Failure failure(String message) {
        return new Failure.Unexpected("testing", message);
    }

    private static Failure unhealthy(String environment, int minutes) {
        return new Failure.Unhealthy(
                new EnvironmentName(environment),
                new MachineId(environment + ".3"),
                "GET /health",
                "no connection: Connection refused",
                Duration.ofMinutes(minutes));
    }
}
