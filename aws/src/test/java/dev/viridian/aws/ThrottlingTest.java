package dev.viridian.aws;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.spi.Time;
import dev.viridian.testing.aws.SimulatedAws;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class ThrottlingTest {
    private final Time time = SimulatedAws.create().time();
    private final Throttling throttling = new Throttling(time);
    private int calls;

    private static AwsServiceException answered(String code) {
        return AwsServiceException.builder()
                .statusCode(400)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    /** How long it takes to call a service that is throttled the first so many times. */
    private Duration called(String service, int throttled) {
        Instant begun = time.now();
        calls = 0;
        throttling.of(service, () -> {
            if (calls++ < throttled) {
                throw answered("Throttling");
            }
            return calls;
        });
        return Duration.between(begun, time.now());
    }

    @Test
    void whoIsNotThrottledWaitsForNothing() {
        assertThat(called("route53", 0)).isZero();
        assertThat(called("route53", 0)).isZero();
    }

    @Test
    void aCallThatIsThrottledIsMadeAgainAfterPausesThatDouble() {
        assertThat(called("route53", 3))
                .isEqualTo(ofMillis(500).plus(ofSeconds(1)).plus(ofSeconds(2)));
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void allCallsOfThatServiceAreMadeLessOften() {
        called("route53", 1);

        assertThat(called("route53", 0)).isPositive();
        assertThat(called("route53", 0)).isPositive();
    }

    @Test
    void callsOfAnotherServiceAreNot() {
        called("route53", 1);

        assertThat(called("ec2", 0)).isZero();
    }

    @Test
    void theMoreGoWellTheLessIsWaitedForUntilNothingIs() {
        called("route53", 3);
        Duration before = called("route53", 0);
        while (!before.isZero()) {
            Duration next = called("route53", 0);
            assertThat(next).isLessThan(before);
            before = next;
        }
    }

    @Test
    void whereNothingElseIsAnsweredItIsToldInTheEnd() {
        Instant begun = time.now();

        assertThatThrownBy(() -> called("route53", Integer.MAX_VALUE)).hasMessageContaining("Throttling");

        assertThat(Duration.between(begun, time.now())).isBetween(ofSeconds(12), ofSeconds(20));
    }

    @Test
    void whatElseIsAnsweredIsToldAtOnce() {
        assertThatThrownBy(() -> throttling.of("ec2", () -> {
                    calls++;
                    throw answered("InvalidSubnetID.NotFound");
                }))
                .hasMessageContaining("InvalidSubnetID.NotFound");

        assertThat(calls).isEqualTo(1);
        assertThat(called("ec2", 0)).isZero();
    }

    @Test
    void ofTwoThatAreRefusedAtOnceOneSaysItForBoth() {
        boolean[] inner = {false};
        throttling.of("route53", () -> {
            if (!inner[0]) {
                inner[0] = true;
                called("route53", 1);
                throw answered("Throttling");
            }
            return true;
        });

        assertThat(called("route53", 0)).isLessThan(ofMillis(500));
    }
}
