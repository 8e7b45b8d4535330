package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A metadata service as that of EC2 is in version 2, of what
 * <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html">its documentation</a> says: a token is made by PUT with a time to
 * live, and not for who comes through a proxy; without a valid token there is only 401; what is not there is 404.
 */
final class StandInImds implements AutoCloseable {
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final String TOKEN = "X-aws-ec2-metadata-token";

    final Map<String, String> paths = new ConcurrentHashMap<>();
    final ConcurrentLinkedDeque<Integer> troubles = new ConcurrentLinkedDeque<>();
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    private volatile String token = "";
    private int tokens;

    StandInImds() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        paths.put("/latest/dynamic/instance-identity/document", """
                {"accountId": "123456789012", "architecture": "arm64", "availabilityZone": "eu-central-1a",
                 "billingProducts": null, "devpayProductCodes": null, "imageId": "ami-0abc",
                 "instanceId": "i-0123456789abcdef0", "instanceType": "m7g.large", "privateIp": "10.0.0.17",
                 "region": "eu-central-1", "version": "2017-09-30"}""");
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    StandInImds tags(Map<String, String> tags) {
        paths.put("/latest/meta-data/tags/instance/", String.join("\n", new TreeMap<>(tags).keySet()));
        tags.forEach((name, value) -> paths.put("/latest/meta-data/tags/instance/" + name, value));
        return this;
    }

    StandInImds metadatum(String name, String value) {
        paths.put("/latest/meta-data/" + name, value);
        return this;
    }

    /** Tokens that were given are no longer taken. */
    void expire() {
        token = "none";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + path);
        Integer trouble = troubles.poll();
        if (trouble != null) {
            send(exchange, trouble, "");
        } else if (exchange.getRequestMethod().equals("PUT") && path.equals("/latest/api/token")) {
            giveToken(exchange);
        } else if (!token.equals(exchange.getRequestHeaders().getFirst(TOKEN))) {
            send(exchange, 401, "");
        } else {
            String found = paths.get(path);
            send(exchange, found == null ? 404 : 200, found == null ? "" : found);
        }
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        String ttl = exchange.getRequestHeaders().getFirst(TTL);
        if (exchange.getRequestHeaders().containsKey("X-Forwarded-For")) {
            send(exchange, 403, "");
        } else if (ttl == null || !ttl.matches("\\d+") || Integer.parseInt(ttl) > 21600) {
            send(exchange, 400, "");
        } else {
            token = "token-" + ++tokens;
            exchange.getResponseHeaders().set(TTL, ttl);
            send(exchange, 200, token);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
