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

/** A queue of SQS in an emulator, asked by plain HTTP: what a subscriber sees. */
final class Queue {
    private static final int MOST_ASKED = 60;

    private final URI endpoint;
    private final String account;

    /** In moto what was published is there at once; others take a moment. */
    private final int wait;

    private final String name = "queue-" + UUID.randomUUID() + ".fifo";

    Queue(Emulated emulated) {
        endpoint = emulated.endpoint();
        wait = emulated instanceof Moto ? 0 : 1;
        String answer = post(
                "CreateQueue",
                "{\"QueueName\": \"" + name
                        + "\", \"Attributes\": {\"FifoQueue\": \"true\", \"ContentBasedDeduplication\": \"true\"}}");
        account = values("QueueUrl", answer).get(0).replaceFirst("^.*/(\\d+)/[^/]*$", "$1");
    }

    /** As the emulator names it, each of which has an account of its own. */
    String arn() {
        return "arn:aws:sqs:eu-central-1:" + account + ":" + name;
    }

    /** The bodies of all messages, oldest first, when so many have come at the least; they are taken out. One that is slow is asked a minute long. */
    List<String> received(int atLeast) {
        List<String> bodies = new ArrayList<>();
        for (int asked = 0; true; asked++) {
            String answer = call("ReceiveMessage", "\"MaxNumberOfMessages\": 10, \"WaitTimeSeconds\": " + wait);
            List<String> more = values("Body", answer);
            // Of a group that has one under way a FIFO queue hands out no other.
            values("ReceiptHandle", answer)
                    .forEach(receipt -> call("DeleteMessage", "\"ReceiptHandle\": \"" + receipt + "\""));
            if (more.isEmpty() && (bodies.size() >= atLeast || asked >= MOST_ASKED)) {
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

    private String call(String action, String fields) {
        return post(action, "{\"QueueUrl\": \"" + endpoint + "/" + account + "/" + name + "\", " + fields + "}");
    }

    private String post(String action, String body) {
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
