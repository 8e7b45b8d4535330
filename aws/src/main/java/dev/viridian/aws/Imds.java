package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a machine of EC2 is told of itself, by <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html">version 2 of
 * its service</a>: by a token, never without one. It is asked without a proxy, and again where it does not answer for a moment.
 */
final class Imds {
    private static final String DOCUMENT = "/latest/dynamic/instance-identity/document";
    private static final String METADATA = "/latest/meta-data/";
    private static final String TOKEN = "/latest/api/token";
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final int SERVER_ERRORS = 500;
    private static final int TOO_MANY = 429;
    private static final int MOST_BYTES = 64 * 1024;
    private static final String AN_HOUR = "3600";

    private final URI endpoint;
    private final Time time;
    private Optional<String> token = Optional.empty();

    Imds(URI endpoint, Time time) {
        this.endpoint = endpoint;
        this.time = time;
    }

    /** That of this machine, where the SDK looks for it. */
    static Imds ofThisMachine() {
        String endpoint = Optional.ofNullable(System.getProperty("aws.ec2MetadataServiceEndpoint"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_EC2_METADATA_SERVICE_ENDPOINT")))
                .orElse("http://169.254.169.254");
        return new Imds(
                URI.create(endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint),
                Time.system());
    }

    /** The identity document, which is JSON. */
    String document() {
        return get(DOCUMENT)
                .orElseThrow(() -> PlatformException.refused(
                        "read " + endpoint + DOCUMENT, "there is none. Expected a machine of EC2."));
    }

    /** A metadatum, such as {@code autoscaling/target-lifecycle-state}; empty where there is none. */
    Optional<String> metadatum(String name) {
        return get(METADATA + name);
    }

    private synchronized Optional<String> get(String path) {
        Answer answer = ask("GET", path, token());
        if (answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            token = Optional.empty();
            answer = ask("GET", path, token());
        }
        if (answer.status() == HttpURLConnection.HTTP_NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(answer.require(endpoint + path));
    }

    private String token() {
        if (token.isEmpty()) {
            token = Optional.of(ask("PUT", TOKEN, "").require(endpoint + TOKEN));
        }
        return token.orElseThrow();
    }

    private record Answer(int status, String body) {
        String require(String what) {
            if (status == HttpURLConnection.HTTP_OK) {
                return body;
            }
            throw PlatformException.refused(
                    "read " + what,
                    "it answered " + status + ". Expected 200."
                            + (status == HttpURLConnection.HTTP_FORBIDDEN
                                    ? " Its metadata service is turned off: start the machine with HttpEndpoint=enabled."
                                    : ""));
        }

        boolean isPassing() {
            return status >= SERVER_ERRORS || status == TOO_MANY;
        }
    }

    private Answer ask(String method, String path, String withToken) {
        for (Duration pause : PAUSES) {
            try {
                Answer answer = askOnce(method, path, withToken);
                if (!answer.isPassing()) {
                    return answer;
                }
            } catch (IOException e) {
                // Asked again; that of the last time is told.
            }
            time.sleep(pause);
        }
        try {
            return askOnce(method, path, withToken);
        } catch (SocketTimeoutException e) {
            throw failed(
                    path,
                    new IOException(
                            "it does not answer. Is this a machine of EC2? In a container the machine needs HttpPutResponseHopLimit=2",
                            e));
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private PlatformException failed(String path, Exception e) {
        return PlatformException.passing("read " + endpoint + path, e);
    }

    private Answer askOnce(String method, String path, String withToken) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(endpoint + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.toIntExact(ANSWER.toMillis()));
        connection.setReadTimeout(Math.toIntExact(ANSWER.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty(
                withToken.isEmpty() ? "X-aws-ec2-metadata-token-ttl-seconds" : "X-aws-ec2-metadata-token",
                withToken.isEmpty() ? AN_HOUR : withToken);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return new Answer(status, "");
            }
            try (InputStream body = connection.getInputStream()) {
                return new Answer(status, new String(body.readNBytes(MOST_BYTES), UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}
