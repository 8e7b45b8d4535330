package dev.viridian.testing.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** An emulator as a container of Docker, which ends with this program at the latest. */
final class EmulatorContainer {
    private static final int PORT = 4566;
    private static final String HEALTH = "/_localstack/health";
    private static final Duration START = Duration.ofMinutes(2);

    /** From then on LocalStack's tags are years, and its images ask for a token. */
    private static final Pattern WANTS_TOKEN = Pattern.compile(".*localstack[^:]*:(latest|20\\d\\d[.-].*)");

    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    private final GenericContainer<?> container;

    private EmulatorContainer(GenericContainer<?> container) {
        this.container = container;
    }

    static EmulatorContainer localStack(String image) {
        Optional<String> token = Optional.ofNullable(System.getenv(TOKEN));
        Matcher wantsToken = WANTS_TOKEN.matcher(image);
        if (wantsToken.matches() && token.isEmpty()) {
            throw new IllegalArgumentException("The image " + image + " asks for a token, and " + TOKEN
                    + " is not in the environment. Set it, or take an image that asks for none, such as "
                    + AwsEmulator.LOCAL_STACK + ".");
        }
        try {
            return started(image, token);
        } catch (ContainerFetchException e) {
            throw new EmulatorAbsentException("The image " + image
                    + ", or one that Testcontainers wants beside it, is not there and could not be fetched: "
                    + e.getMessage());
        }
    }

    private static EmulatorContainer started(String image, Optional<String> token) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new EmulatorAbsentException(
                    "No Docker engine answers, so LocalStack cannot be started. Start one, or set DOCKER_HOST.");
        }
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp(HEALTH).forPort(PORT).withStartupTimeout(START));
        token.ifPresent(value -> container.withEnv(TOKEN, value));
        container.start();
        return new EmulatorContainer(container);
    }

    URI endpoint() {
        String host = container.getHost();
        // By an address the SDK puts buckets into the path, as an emulator needs it.
        return URI.create(
                "http://" + (host.equals("localhost") ? "127.0.0.1" : host) + ":" + container.getMappedPort(PORT));
    }

    void end() {
        container.stop();
    }
}
