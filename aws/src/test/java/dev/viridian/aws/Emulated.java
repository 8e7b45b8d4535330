package dev.viridian.aws;

import dev.viridian.spi.Time;
import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.EmulatorAbsentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An emulator of AWS that others wrote, one for all tests of a process: at the end it says what of which service was asked of it, so that nobody reads more into a green run than was checked.
 *
 * <p>Where a service is in LocalStack's community edition, its tests run on that where a Docker engine has the image, and else on moto. {@code -Dviridian.localstack=IMAGE} takes
 * another image, one that is not there none, and {@code -Dviridian.aws.endpoint=URI} an emulator that runs already.
 *
 * <p>{@code -Dviridian.emulators=FOLDER} is for who prepares an image while other tests run: the file {@code localstack} in it, which is waited for, names the image, or says after {@code none:} why
 * there is none. What is told at the end is added to the file {@code checked} there.
 */
class Emulated implements AutoCloseable {
    private static final String IMAGE = System.getProperty("viridian.localstack", AwsEmulator.LOCAL_STACK);
    private static final Optional<URI> ENDPOINT =
            Optional.ofNullable(System.getProperty("viridian.aws.endpoint")).map(URI::create);
    private static final Optional<Path> FOLDER =
            Optional.ofNullable(System.getProperty("viridian.emulators")).map(Path::of);
    private static final Duration LONGEST_PREPARATION = Duration.ofMinutes(11);
    private static final String NONE = "none:";
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private final AwsEmulator emulator;
    private final Checked checked = new Checked();
    private boolean closed;

    Emulated(AwsEmulator emulator) {
        this.emulator = emulator;
    }

    /** Which operations of which service were called. */
    private static final class Checked implements ExecutionInterceptor {
        private final Map<String, Map<String, Boolean>> operations = new ConcurrentHashMap<>();

        @Override
        public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
            operations
                    .computeIfAbsent(
                            attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
                            any -> new ConcurrentHashMap<>())
                    .put(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), true);
        }

        @Override
        public String toString() {
            return new TreeMap<>(operations)
                    .entrySet().stream()
                            .map(service ->
                                    service.getKey() + " (" + service.getValue().size() + " operations)")
                            .collect(Collectors.joining(", "));
        }
    }

    /** What tests run on of services that LocalStack has. */
    static Emulated of(ExtensionContext test) {
        return ofTheProcess(test).getOrComputeIfAbsent("LocalStack", any -> found(test), Emulated.class);
    }

    /** What is kept for all tests of this process: Surefire runs each class on its own, and to start an emulator takes longer than most of them. */
    static ExtensionContext.Store ofTheProcess(ExtensionContext test) {
        return test.getStore(
                ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(Emulated.class));
    }

    private static Emulated found(ExtensionContext test) {
        if (ENDPOINT.isPresent()) {
            return new Emulated(AwsEmulator.at(ENDPOINT.get()));
        }
        String image = FOLDER.map(Emulated::prepared).orElse(IMAGE);
        if (image.startsWith(NONE)) {
            return motoInstead(test, image.substring(NONE.length()).strip());
        }
        if (!isHere(image)) {
            return motoInstead(test, "no Docker engine has its image " + image);
        }
        try {
            return new Emulated(AwsEmulator.localStack(image));
        } catch (EmulatorAbsentException absent) {
            return motoInstead(test, absent.getMessage());
        }
    }

    private static Emulated motoInstead(ExtensionContext test, String why) {
        tell("Left out: LocalStack; moto was asked instead, where it is: " + why);
        return Moto.of(test);
    }

    /** What whoever prepares it says. */
    private static String prepared(Path folder) {
        Path said = folder.resolve("localstack");
        Time time = Time.system();
        Instant end = time.now().plus(LONGEST_PREPARATION);
        while (!Files.exists(said) && time.now().isBefore(end)) {
            time.sleep(Duration.ofMillis(200));
        }
        try {
            return Files.exists(said) ? Files.readString(said).strip() : NONE + " its image was not ready in time";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells, once, what was checked by what. */
    static void tell(String line) {
        if (!TOLD.add(line)) {
            return;
        }
        System.out.println(line);
        FOLDER.ifPresent(folder -> {
            try {
                Files.writeString(
                        folder.resolve("checked"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A test run fetches no gigabyte behind anybody's back: {@code docker pull} is for that. */
    private static boolean isHere(String image) {
        try {
            return new ProcessBuilder("docker", "image", "inspect", image)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noDocker) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while docker was asked for " + image + ".", e);
        }
    }

    final AwsEmulator emulator() {
        return emulator;
    }

    final URI endpoint() {
        return emulator.endpoint();
    }

    /** A client that asks once and no more, so that nothing is hidden by asking again. */
    final S3Client s3(ExecutionInterceptor... interceptors) {
        return client(S3Client.builder(), interceptors).build();
    }

    /** Makes a bucket where its clients are; its name. */
    static String makeBucket(S3Client client) {
        String bucket = "bucket-" + UUID.randomUUID();
        client.createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(where -> where.locationConstraint(AwsEmulator.REGION.id())));
        return bucket;
    }

    final DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.builder()).build();
    }

    /** A client of any service, made ready for it: {@code emulated.client(Ec2Client.builder()).build()}. */
    final <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B client(
            B builder, ExecutionInterceptor... interceptors) {
        return emulator.client(builder)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> {
                    configuration.retryStrategy(AwsRetryStrategy.doNotRetry());
                    Stream.concat(Stream.of(interceptors), Stream.of(checked))
                            .forEach(configuration::addExecutionInterceptor);
                });
    }

    /** Once, though moto may be known by two names. */
    @Override
    public final synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        tell("Checked by " + emulator + ": " + checked);
        emulator.close();
    }
}
