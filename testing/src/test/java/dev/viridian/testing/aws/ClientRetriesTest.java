package dev.viridian.testing.aws;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** What its clients do where AWS throttles them. */
class ClientRetriesTest {
    private static final int RETRIES_OF_THE_QUOTA = 100;

    private final SimulatedAws aws = SimulatedAws.create();

    private void look() {
        aws.ec2().describeInstances();
    }

    private void refused() {
        assertThatThrownBy(this::look).isInstanceOf(Ec2Exception.class).hasMessageContaining("Rate exceeded");
    }

    private int callsMade() {
        return aws.calls().size();
    }

    @Test
    void aThrottledCallIsTriedAgainUntilThereIsAToken() {
        aws.throttling("ec2", "", 1, 5);
        Instant begun = aws.time().now();

        for (int call = 0; call < 4; call++) {
            look();
        }

        assertThat(Duration.between(begun, aws.time().now())).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        assertThat(aws.calls())
                .extracting(AnsweredCall::answer)
                .contains("RequestLimitExceeded")
                .endsWith(AnsweredCall.OK);
    }

    @Test
    void threeTimesAreTriedAndThePausesDouble() {
        aws.throttling("ec2", "", 1, 0.001);
        look();

        refused();

        List<AnsweredCall> tries = aws.calls().subList(1, callsMade());
        assertThat(tries).hasSize(3).allMatch(made -> made.answer().equals("RequestLimitExceeded"));
        assertThat(Duration.between(tries.get(0).at(), tries.get(1).at())).isBetween(Duration.ZERO, ofSeconds(1));
        assertThat(Duration.between(tries.get(1).at(), tries.get(2).at())).isBetween(Duration.ZERO, ofSeconds(2));
    }

    /** A call takes two retries of the quota, and so half as many calls take all of them. */
    @Test
    void whereNothingGoesWellTheQuotaOfRetriesIsSpent() {
        aws.throttling("ec2", "", 1, 0.00001);
        look();
        for (int call = 0; call < RETRIES_OF_THE_QUOTA / 2; call++) {
            refused();
        }
        int before = callsMade();

        refused();

        assertThat(callsMade()).isEqualTo(before + 1);
    }

    @Test
    void theQuotaOfOneServiceIsNotThatOfAnother() {
        aws.throttling("ec2", "", 1, 0.00001);
        aws.throttling("autoscaling", "", 1, 1);
        look();
        for (int call = 0; call <= RETRIES_OF_THE_QUOTA / 2; call++) {
            refused();
        }
        aws.time().sleep(ofMinutes(1));

        aws.autoScaling().describeAutoScalingGroups();
        aws.autoScaling().describeAutoScalingGroups();

        assertThat(aws.calls()).last().extracting(AnsweredCall::answer).isEqualTo(AnsweredCall.OK);
    }

    /** What a script says is what the client is left with after all of its tries. */
    @Test
    void whatAScriptThrottlesIsNotTriedAgain() {
        aws.throttling("ec2", "", 10, 10);
        aws.faults(call -> Optional.of(AwsFault.THROTTLED));

        refused();

        assertThat(callsMade()).isEqualTo(1);
    }

    @Test
    void theSameCallsAreTriedAgainAtTheSameTimes() {
        assertThat(timesOfTries()).hasSizeGreaterThan(10).isEqualTo(timesOfTries());
    }

    private static List<Instant> timesOfTries() {
        SimulatedAws other = SimulatedAws.create();
        other.throttling("ec2", "", 1, 5);
        for (int call = 0; call < 10; call++) {
            other.ec2().describeInstances();
        }
        return other.calls().stream().map(AnsweredCall::at).toList();
    }
}
