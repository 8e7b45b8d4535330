package dev.viridian.aws;

import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.EmulatorAbsentException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * moto, an emulator of AWS that others wrote: one for all tests of a run. Tests that need it are skipped where it is not, and say so.
 */
final class Moto implements AutoCloseable {
    private final AwsEmulator emulator;

    private Moto(AwsEmulator emulator) {
        this.emulator = emulator;
    }

    /** The one of this run, which is started when it is first asked for and ended with the run. */
    static Moto of(ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Moto.class, type -> start(), Moto.class);
    }

    private static Moto start() {
        try {
            return new Moto(AwsEmulator.moto());
        } catch (EmulatorAbsentException absent) {
            throw new TestAbortedException(absent.getMessage());
        }
    }

    URI endpoint() {
        return emulator.endpoint();
    }

    /** A client that asks once and no more, so that nothing is hidden by asking again. */
    S3Client s3(ExecutionInterceptor... interceptors) {
        return client(S3Client.builder(), interceptors).build();
    }

    /** Makes a bucket where its clients are; its name. */
    static String makeBucket(S3Client client) {
        String bucket = "bucket-" + UUID.randomUUID();
        client.createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(where -> where.locationConstraint(AwsEmulator.REGION.id())));
        return bucket;
    }

    DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.builder()).build();
    }

    /** A client of any service, made ready for it: {@code moto.client(Ec2Client.builder()).build()}. */
    <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B client(
            B builder, ExecutionInterceptor... interceptors) {
        return emulator.client(builder)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> {
                    configuration.retryStrategy(AwsRetryStrategy.doNotRetry());
                    List.of(interceptors).forEach(configuration::addExecutionInterceptor);
                });
    }

    /** Forgets all that it has: it becomes slow with what was ever made in it. */
    void reset() {
        emulator.reset();
    }

    @Override
    public void close() {
        emulator.close();
    }
}
