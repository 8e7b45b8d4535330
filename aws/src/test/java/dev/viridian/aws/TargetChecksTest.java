package dev.viridian.aws;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TargetChecksTest {
    private static final TargetChecks CHECKS = TargetChecks.at("/health");

    @Test
    void takeWhatAwsTakes() {
        assertThat(CHECKS.every(ofSeconds(300)).within(ofSeconds(120)).timeout())
                .isEqualTo(ofSeconds(120));
        assertThat(TargetChecks.at("/" + "a".repeat(1023)).path()).hasSize(1024);
    }

    @Test
    void refuseATimeoutThatAwsRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHECKS.every(ofSeconds(300)).within(ofSeconds(121)))
                .withMessage(
                        "A load balancer is to wait 121 s for an answer. Expected 2 to 120 s, which is what AWS takes, and less than the 300 s from one question to the next.");
        assertThatIllegalArgumentException().isThrownBy(() -> CHECKS.within(ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> CHECKS.within(ofSeconds(5)));
    }

    /** AWS is told whole seconds, of which 5 are not less than 5. */
    @Test
    void compareWhatAwsIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CHECKS.every(ofMillis(5_900)).within(ofMillis(5_100)));
    }

    @Test
    void refuseAPathThatAwsRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetChecks.at("/" + "a".repeat(1024)))
                .withMessageContaining("has 1025 characters. Expected 1024 at most");
        assertThatIllegalArgumentException().isThrownBy(() -> TargetChecks.at("health"));
    }
}
