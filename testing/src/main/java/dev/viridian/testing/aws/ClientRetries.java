package dev.viridian.testing.aws;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * What the SDK's clients do by themselves where they are throttled, in the <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/retry-strategy.html">standard mode</a>: three
 * attempts, pauses that double from one second to twenty at most, as long as the quota of retries of that client lasts. The SDK's own strategy decides; only the time that is waited in is
 * virtual, and the part of the pause that is left to chance the same each time.
 */
final class ClientRetries {
    /** Of 2.40.2: the SDK has them in a class that is not public. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final Time time;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<Service, StandardRetryStrategy> strategies = new EnumMap<>(Service.class);

    ClientRetries(Time time) {
        this.time = time;
    }

    /** Tries it again while the answer is that the bucket is empty. */
    <T> T of(Service service, Supplier<T> attempt) {
        StandardRetryStrategy strategy = strategy(service);
        RetryToken token = strategy.acquireInitialToken(AcquireInitialTokenRequest.create(service.prefix()))
                .token();
        while (true) {
            try {
                T answer = attempt.get();
                strategy.recordSuccess(RecordSuccessRequest.create(token));
                return answer;
            } catch (EmptyBucket e) {
                token = waited(strategy, token, e.said);
            }
        }
    }

    private RetryToken waited(StandardRetryStrategy strategy, RetryToken token, AwsServiceException said) {
        try {
            RefreshRetryTokenResponse next = strategy.refreshRetryToken(RefreshRetryTokenRequest.builder()
                    .token(token)
                    .failure(said)
                    .build());
            time.sleep(next.delay());
            return next.token();
        } catch (TokenAcquisitionFailedException spent) {
            throw said;
        }
    }

    private synchronized StandardRetryStrategy strategy(Service service) {
        return strategies.computeIfAbsent(
                service,
                any -> AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .throttlingBackoffStrategy(this::pause)
                        .build());
    }

    private synchronized Duration pause(int attempt) {
        Duration longest = BackoffStrategy.exponentialDelayWithoutJitter(FIRST_PAUSE, LONGEST_PAUSE)
                .computeDelay(attempt);
        return longest.isZero() ? longest : Duration.ofMillis(random.nextLong(longest.toMillis()));
    }

    /** No answer to whoever called, but to his client. */
    static final class EmptyBucket extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient AwsServiceException said;

        EmptyBucket(AwsServiceException said) {
            super(said);
            this.said = said;
        }

        String code() {
            return said.awsErrorDetails().errorCode();
        }
    }
}
