package dev.viridian.aws;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The clients of those who give none. Region, credentials and endpoint come from where the SDK looks for them. It retries in its standard mode, since in that
 * which it takes by itself a throttled call may take a minute.
 */
final class Clients {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration STALL = Duration.ofSeconds(30);

    private Clients() {}

    static S3Client s3() {
        return Lazy.S3;
    }

    /** A client of any service, made ready: {@code ours(SnsClient.builder()).build()}. */
    static <B extends AwsSyncClientBuilder<B, ?> & SdkClientBuilder<B, ?>> B ours(B builder) {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(STALL))
                .overrideConfiguration(
                        configuration -> configuration.retryStrategy(AwsRetryStrategy.standardRetryStrategy()));
    }

    /** Made when it is first needed. */
    private static final class Lazy {
        private static final S3Client S3 = ours(S3Client.builder()).build();
    }
}
