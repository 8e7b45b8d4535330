package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.spi.Time;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.FaultInterceptor;
import dev.viridian.testing.aws.SimulatedAws;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Faults in real clients, against an emulator. */
@ExtendWith(OnMoto.class)
class FaultInterceptorTest {
    private final AtomicReference<Optional<AwsFault>> next = new AtomicReference<>(Optional.empty());
    private final Time time = SimulatedAws.create().time();
    private final FaultInterceptor faults =
            FaultInterceptor.of(call -> next.getAndSet(Optional.empty())).hanging(time, Duration.ofSeconds(20));
    private final Moto moto;
    private S3Client client;
    private String bucket;

    FaultInterceptorTest(Moto moto) {
        this.moto = moto;
    }

    @BeforeEach
    void makeABucket() {
        client = moto.s3(faults);
        bucket = Moto.makeBucket(client);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void fault(AwsFault fault) {
        next.set(Optional.of(fault));
    }

    private void put(String key) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(key));
    }

    private String[] keys() {
        return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toArray(String[]::new);
    }

    @Test
    void nothingHappensWhereACallFailsBeforeItsEffect() {
        for (AwsFault fault : new AwsFault[] {AwsFault.FAILS, AwsFault.THROTTLED, AwsFault.EXPIRED, AwsFault.DENIED}) {
            fault(fault);
            assertThatThrownBy(() -> put("a")).isInstanceOfSatisfying(S3Exception.class, e -> {
                assertThat(e.isThrottlingException()).isEqualTo(fault == AwsFault.THROTTLED);
                assertThat(e.awsErrorDetails().errorCode())
                        .isEqualTo(
                                switch (fault) {
                                    case FAILS -> "InternalError";
                                    case THROTTLED -> "SlowDown";
                                    case EXPIRED -> "ExpiredToken";
                                    default -> "AccessDenied";
                                });
            });
        }
        assertThat(keys()).isEmpty();
    }

    @Test
    void theEffectIsThereWhereTheAnswerIsLost() {
        fault(AwsFault.ANSWER_LOST);
        assertThatThrownBy(() -> put("a"))
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("Connection reset");
        assertThat(keys()).containsExactly("a");
    }

    @Test
    void aCallThatHangsIsGivenUp() {
        fault(AwsFault.HANGS);
        var before = time.now();
        assertThatThrownBy(() -> put("a")).isInstanceOf(ApiCallAttemptTimeoutException.class);
        assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofSeconds(20));
        assertThat(keys()).isEmpty();
    }

    @Test
    void theClientsOwnTimeoutEndsACallThatHangsForReal() {
        FaultInterceptor forReal = FaultInterceptor.of(call -> Optional.of(AwsFault.HANGS));
        try (S3Client impatient = moto.s3(forReal)) {
            assertThatThrownBy(() -> impatient.listObjectsV2(request -> request.bucket(bucket)
                            .overrideConfiguration(all -> all.apiCallAttemptTimeout(Duration.ofMillis(50)))))
                    .isInstanceOf(ApiCallAttemptTimeoutException.class);
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aStaleAnswerIsThatOfBeforeTheLastChange() {
        put("a");
        assertThat(keys()).containsExactly("a");
        put("b");
        fault(AwsFault.STALE);
        assertThat(keys()).containsExactly("a");
        assertThat(keys()).containsExactly("a", "b");
        fault(AwsFault.STALE);
        assertThat(keys()).containsExactly("a");
    }

    @Test
    void theSdkSendsAgainWhatFailedAndThatIsAnotherCall() {
        int before = faults.calls();
        try (S3Client patient = moto.client(S3Client.builder().forcePathStyle(true), faults)
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                        .addExecutionInterceptor(faults))
                .build()) {
            fault(AwsFault.FAILS);
            patient.putObject(request -> request.bucket(bucket).key("a"), RequestBody.fromString("a"));
        }
        assertThat(faults.calls() - before).isEqualTo(2);
        assertThat(keys()).containsExactly("a");
    }
}
