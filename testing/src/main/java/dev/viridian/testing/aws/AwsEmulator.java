package dev.viridian.testing.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * An emulator of AWS that others wrote, on a port of this machine that nobody else reaches: to see that what is asked of AWS is well formed.
 *
 * <pre>{@code
 * try (AwsEmulator emulator = AwsEmulator.moto();
 *         S3Client s3 = emulator.client(S3Client.builder()).build()) {
 *     s3.createBucket(request -> request.bucket("releases"));
 * }
 * }</pre>
 *
 * <p>The programs are looked for on the path of programs and in the folders that the variables {@code MOTO} and {@code MINISTACK} name; what is not there is refused with
 * the command that installs it. What each of them gets wrong is told in the project's {@code docs/aws.md}; how AWS behaves is held by {@link SimulatedAws}.
 *
 * <p>Safe for use by several threads.
 */
public final class AwsEmulator implements AutoCloseable {
    /** What its clients are set to. */
    public static final Region REGION = Region.EU_CENTRAL_1;

    /** The image that {@link #localStack()} takes. */
    public static final String LOCAL_STACK = "localstack/localstack:4.14.0";

    private final String name;
    private final URI endpoint;
    private final Runnable end;
    private final Optional<String> reset;

    private AwsEmulator(String name, URI endpoint, Runnable end, Optional<String> reset) {
        this.name = name;
        this.endpoint = endpoint;
        this.end = end;
        this.reset = reset;
    }

    /**
     * <a href="https://docs.getmoto.org">moto</a>: most services, in which nothing takes time. It serves one request after the other: in several threads it looks whether a condition
     * holds, and writes later, so that two of twenty writers may win. It has the images of machines that are registered in it; with {@code MOTO_EC2_LOAD_DEFAULT_AMIS=true} in the
     * environment its own ones besides, which it makes anew after each {@link #reset()}, in half a second.
     *
     * @throws EmulatorAbsentException when it is not installed
     */
    public static AwsEmulator moto() {
        return started(EmulatorProcess.moto(), Optional.of("/moto-api/reset"));
    }

    /**
     * The program ministack: of a load balancer, one target group is forwarded to for real.
     *
     * @throws EmulatorAbsentException when it is not installed
     */
    public static AwsEmulator ministack() {
        return started(EmulatorProcess.ministack(), Optional.of("/_ministack/reset"));
    }

    private static AwsEmulator started(EmulatorProcess process, Optional<String> reset) {
        return new AwsEmulator(process.name(), process.endpoint(), process::end, reset);
    }

    /**
     * <a href="https://docs.localstack.cloud">LocalStack</a> as a container, by Testcontainers, of the image {@link #LOCAL_STACK}: of its community edition, without load balancers and
     * Auto Scaling.
     *
     * @throws EmulatorAbsentException when Testcontainers, a Docker engine or the image is not there
     */
    public static AwsEmulator localStack() {
        return localStack(LOCAL_STACK);
    }

    /**
     * The same of another image.
     *
     * @throws EmulatorAbsentException when Testcontainers, a Docker engine or the image is not there
     * @throws IllegalArgumentException when that image asks for a token, and there is none
     */
    public static AwsEmulator localStack(String image) {
        try {
            Class.forName("org.testcontainers.containers.GenericContainer");
        } catch (ClassNotFoundException e) {
            throw new EmulatorAbsentException("LocalStack is started by Testcontainers, which is not on the class path."
                    + " Add org.testcontainers:testcontainers.");
        }
        EmulatorContainer container = EmulatorContainer.localStack(image);
        return new AwsEmulator("LocalStack, " + image, container.endpoint(), container::end, Optional.empty());
    }

    /** One that runs already, which closing this does not end. */
    public static AwsEmulator at(URI endpoint) {
        return new AwsEmulator("the emulator at " + endpoint, endpoint, () -> {}, Optional.empty());
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * Makes a client of any service ready for it: its endpoint, {@link #REGION}, and credentials that are none. {@code emulator.client(Ec2Client.builder()).build()}
     */
    public <B extends AwsClientBuilder<B, ?> & SdkClientBuilder<B, ?>> B client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    /**
     * Has it forget all that it has.
     *
     * @throws UnsupportedOperationException when it is not known how that is asked of it
     */
    public void reset() {
        EmulatorProcess.post(endpoint.resolve(reset.orElseThrow(
                () -> new UnsupportedOperationException("It is not known how to reset " + name + "."))));
    }

    /** Ends it, with all that was in it. */
    @Override
    public void close() {
        end.run();
    }

    /** Which one it is. */
    @Override
    public String toString() {
        return name;
    }
}
