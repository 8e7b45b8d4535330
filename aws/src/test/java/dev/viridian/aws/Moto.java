package dev.viridian.aws;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * <a href="https://docs.getmoto.org">moto</a>, an emulator of AWS that others wrote, on a port of this machine: one for all tests of a run. It is looked for on the
 * path of programs, and in the folder that the variable {@code MOTO} names; tests that need it are skipped where it is not, and say so.
 *
 * <p>It serves one request at a time: in several threads it looks whether a condition holds, and writes later, so that two of twenty writers may win.
 */
final class Moto implements AutoCloseable {
    /** Beside it is the Python that has it. */
    private static final String PROGRAM = "moto_server";

    private static final String ONE_AT_A_TIME = """
            import sys
            from moto.server import DomainDispatcherApplication, create_backend_app
            from werkzeug.serving import run_simple
            run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
            """;

    private static final Region REGION = Region.EU_CENTRAL_1;
    private static final Duration START = Duration.ofMinutes(2);

    private final Process process;
    private final URI endpoint;

    private Moto(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** The one of this run, which is started when it is first asked for and ended with the run. */
    static Moto of(ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Moto.class, type -> start(), Moto.class);
    }

    private static Moto start() {
        Optional<Path> program = program();
        assumeTrue(
                program.isPresent(),
                "moto is not there: python3 -m venv moto && moto/bin/pip install 'moto[server]==5.2.5', and MOTO=moto/bin in the environment");
        try {
            int port = freePort();
            Process process = new ProcessBuilder(
                            program.orElseThrow().resolveSibling("python3").toString(),
                            "-c",
                            ONE_AT_A_TIME,
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Moto moto = new Moto(process, URI.create("http://127.0.0.1:" + port));
            moto.awaitAnswer();
            return moto;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("MOTO")).orElse("") + ":" + System.getenv("PATH");
        return Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, PROGRAM).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() {
        long end = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException("moto did not come up at " + endpoint);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint.resolve("/moto-api/").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** A client that asks once and no more, so that nothing is hidden by asking again. */
    S3Client s3(ExecutionInterceptor... interceptors) {
        return client(S3Client.builder().forcePathStyle(true), interceptors).build();
    }

    /** Makes a bucket where its clients are; its name. */
    static String makeBucket(S3Client client) {
        String bucket = "bucket-" + UUID.randomUUID();
        client.createBucket(request ->
                request.bucket(bucket).createBucketConfiguration(where -> where.locationConstraint(REGION.id())));
        return bucket;
    }

    DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.builder()).build();
    }

    /** A client of any service, made ready for it: {@code moto.client(Ec2Client.builder()).build()}. */
    <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B client(
            B builder, ExecutionInterceptor... interceptors) {
        return builder.endpointOverride(endpoint)
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> {
                    configuration.retryStrategy(AwsRetryStrategy.doNotRetry());
                    List.of(interceptors).forEach(configuration::addExecutionInterceptor);
                });
    }

    /** Forgets all that it has: it becomes slow with what was ever made in it. */
    void reset() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    endpoint.resolve("/moto-api/reset").toURL().openConnection();
            connection.setRequestMethod("POST");
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IllegalStateException("moto was not reset: " + connection.getResponseMessage());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
