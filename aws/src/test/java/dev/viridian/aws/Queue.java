package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A queue of SQS in moto, asked by plain HTTP: what a subscriber sees. */
final class Queue {
    private final URI endpoint;
    private final String name = "queue-" + UUID.randomUUID() + ".fifo";

    Queue(Moto moto) {
        endpoint = moto.endpoint();
        call(
                "CreateQueue",
                "{\"QueueName\": \"" + name
                        + "\", \"Attributes\": {\"FifoQueue\": \"true\", \"ContentBasedDeduplication\": \"true\"}}");
    }

    /** As moto names it. */
    String arn() {
        return "arn:aws:sqs:eu-central-1:123456789012:" + name;
    }

    /** The bodies of all messages that wait, oldest first; they are taken out. */
    List<String> received() {
        List<String> bodies = new ArrayList<>();
        while (true) {
            List<String> more = values(
                    "Body",
                    call(
                            "ReceiveMessage",
                            "{\"QueueUrl\": \"" + endpoint + "/123456789012/" + name
                                    + "\", \"MaxNumberOfMessages\": 10, \"VisibilityTimeout\": 1000, \"WaitTimeSeconds\": 0}"));
            if (more.isEmpty()) {
                return bodies;
            }
            bodies.addAll(more);
        }
    }

    /** The value of a field of a message, which is JSON. */
    static String field(String name, String message) {
        return values(name, message).get(0);
    }

    private static List<String> values(String name, String text) {
        List<String> values = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME && name.equals(json.currentName())) {
                    json.nextToken();
                    values.add(json.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private String call(String action, String body) {
        try {
            HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
            connection.setRequestProperty("X-Amz-Target", "AmazonSQS." + action);
            connection.setRequestProperty(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sqs/aws4_request, SignedHeaders=host, Signature=0");
            connection.getOutputStream().write(body.getBytes(UTF_8));
            try (InputStream answer = connection.getInputStream()) {
                return new String(answer.readAllBytes(), UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
