package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/**
 * What a machine at its first boot calls: objects of S3, and the lifecycle action of a group that waits for it. No emulator has such a group. Each request must be signed by the
 * role of the machine.
 */
final class StandInAws implements AutoCloseable {
    static final String SECRET = "s3cr3t/Key+0";
    static final String SESSION = "session//token==";
    static final String REGION = "eu-central-1";
    private static final String WAITS = "waits";

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    /** What the first requests are answered, instead of what they ask for. */
    final ConcurrentLinkedDeque<Integer> troubles = new ConcurrentLinkedDeque<>();

    private final HttpServer server;
    private volatile String action = WAITS;
    private volatile boolean elsewhere;

    StandInAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How the lifecycle action was completed, if it was. */
    Optional<String> result() {
        return Optional.of(action).filter(state -> !state.equals(WAITS));
    }

    /** What was called, without heartbeats, which depend on how long it took. */
    List<String> callsButHeartbeats() {
        return calls.stream().filter(call -> !call.contains("Heartbeat")).toList();
    }

    /** The metadata of a machine that may call this. */
    static StandInImds machine() throws IOException {
        return new StandInImds()
                .metadatum("placement/region", REGION)
                .metadatum("services/domain", "amazonaws.com")
                .metadatum("instance-id", "i-0123456789abcdef0")
                .metadatum("iam/security-credentials/", "orders-role")
                .metadatum("iam/security-credentials/orders-role", """
                        {
                          "Code" : "Success", "LastUpdated" : "2026-11-26T10:00:00Z", "Type" : "AWS-HMAC",
                          "AccessKeyId" : "ASIAEXAMPLE",
                          "SecretAccessKey" : "%s",
                          "Token" : "%s",
                          "Expiration" : "2126-11-26T16:00:00Z"
                        }""".formatted(SECRET, SESSION));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean isS3 = !exchange.getRequestMethod().equals("POST");
        Optional<String> problem =
                new SignedRequest(exchange, body).problem(SECRET, SESSION, REGION, isS3 ? "s3" : "autoscaling");
        Integer trouble = troubles.poll();
        if (trouble != null) {
            send(exchange, trouble, "<Error/>".getBytes(UTF_8));
        } else if (problem.isPresent()) {
            calls.add("refused, " + problem.get());
            send(exchange, 403, "<Error><Code>SignatureDoesNotMatch</Code></Error>".getBytes(UTF_8));
        } else if (isS3) {
            object(exchange);
        } else {
            lifecycle(exchange, form(new String(body, UTF_8)));
        }
    }

    /** The bucket is in another region. */
    void objectsAreElsewhere() {
        elsewhere = true;
    }

    private void object(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] object = objects.get(path);
        calls.add(exchange.getRequestMethod() + " " + path);
        if (elsewhere) {
            send(exchange, 301, "<Error><Code>PermanentRedirect</Code></Error>".getBytes(UTF_8));
        } else if (object == null) {
            send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>".getBytes(UTF_8));
        } else {
            exchange.getResponseHeaders().set("ETag", "\"tag\"");
            found(exchange, object);
        }
    }

    private static void found(HttpExchange exchange, byte[] object) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(object.length));
            send(exchange, 200, new byte[0]);
        } else {
            send(exchange, 200, object);
        }
    }

    private void lifecycle(HttpExchange exchange, Map<String, String> form) throws IOException {
        String call = form.get("Action") + " of " + form.get("InstanceId") + " in " + form.get("AutoScalingGroupName")
                + " by "
                + form.get("LifecycleHookName")
                + Optional.ofNullable(form.get("LifecycleActionResult"))
                        .map(result -> " " + result)
                        .orElse("");
        calls.add(call);
        if (!action.equals(WAITS)) {
            send(
                    exchange,
                    400,
                    ("<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>No active Lifecycle Action found"
                                    + " with instance ID " + form.get("InstanceId")
                                    + "</Message></Error></ErrorResponse>")
                            .getBytes(UTF_8));
            return;
        }
        action = form.getOrDefault("LifecycleActionResult", action);
        String name = form.get("Action");
        send(exchange, 200, ("<" + name + "Response><" + name + "Result/></" + name + "Response>").getBytes(UTF_8));
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair[1], UTF_8),
                        (one, other) -> other,
                        TreeMap::new));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
