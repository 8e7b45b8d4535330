package dev.viridian.benchmarks;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Stands between whoever calls AWS and an emulator, and writes down which operation of which service each request is: so it is counted alike for programs of any language. */
final class CallsSeen implements AutoCloseable {
    private static final Pattern SERVICE = Pattern.compile("Credential=[^/]+/\\d+/[^/]+/([^/]+)/aws4_request");
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z0-9]+)");

    /** Those that HttpClient sets by itself. */
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final URI target;
    private final List<String> seen = new ArrayList<>();

    CallsSeen(URI target) throws IOException {
        this.target = target;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            note(operation(exchange, body));
            HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            answer(exchange, client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        byte[] body = answer.body().readAllBytes();
        Headers headers = exchange.getResponseHeaders();
        answer.headers().map().forEach((name, values) -> {
            boolean isOfThisConnection = OWN.contains(name.toLowerCase(Locale.ROOT));
            boolean isLengthOfHead = name.equalsIgnoreCase("content-length")
                    && exchange.getRequestMethod().equals("HEAD");
            if (!isOfThisConnection || isLengthOfHead) {
                values.forEach(value -> headers.add(name, value));
            }
        });
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private synchronized void note(String operation) {
        seen.add(operation);
    }

    /** How often each operation was called since it was last asked. */
    synchronized Map<String, Long> take() {
        Map<String, Long> calls =
                seen.stream().collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()));
        seen.clear();
        return calls;
    }

    private static String operation(HttpExchange exchange, byte[] body) {
        Matcher service =
                SERVICE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String name = service.find() ? service.group(1) : "unknown";
        Matcher action = ACTION.matcher(new String(body, StandardCharsets.UTF_8));
        if (name.equals("s3")) {
            return "s3:" + ofS3(exchange.getRequestMethod(), exchange.getRequestURI());
        }
        if (name.equals("route53")) {
            return "route53:"
                    + ofRoute53(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath());
        }
        return name + ":" + (action.find() ? action.group(1) : exchange.getRequestURI());
    }

    private static String ofS3(String method, URI asked) {
        if (String.valueOf(asked.getQuery()).contains("list-type=2")) {
            return "ListObjectsV2";
        }
        return method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT) + "Object";
    }

    private static String ofRoute53(String method, String path) {
        if (path.contains("/rrset")) {
            return method.equals("POST") ? "ChangeResourceRecordSets" : "ListResourceRecordSets";
        }
        return path.contains("/change/") ? "GetChange" : method.equals("GET") ? "GetHostedZone" : method + " " + path;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
