package dev.viridian.examples.orders.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Who answers which request. Every answer says which revision gave it, also one that says that something failed. */
final class Routes implements HttpHandler {
    private static final String ONE_ORDER = OrdersApi.PATH + "/";

    private final String revision;
    private final Map<String, Map<String, Endpoint>> endpoints;
    private volatile boolean lastAnswers;

    Routes(String revision, Health health, OrdersApi orders) {
        this.revision = revision;
        this.endpoints = Map.of(
                "/health",
                Map.of("GET", exchange -> health.answer()),
                "/version",
                Map.of("GET", exchange -> Answer.text(revision)),
                "/report",
                Map.of("GET", Report::make),
                OrdersApi.PATH,
                Map.of("GET", exchange -> orders.list(), "POST", orders::place),
                ONE_ORDER,
                Map.of("GET", orders::one));
    }

    /** Answers one kind of request. */
    @FunctionalInterface
    private interface Endpoint {
        Answer answer(HttpExchange exchange) throws IOException, SQLException, InterruptedException;
    }

    /** From now on tells clients not to send another request on the same connection. */
    void announceEnd() {
        lastAnswers = true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("X-Revision", revision);
            Answer answer = answer(exchange);
            if (lastAnswers) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            answer.sendTo(exchange);
        } catch (IOException gone) {
            Log.say("Answering " + describe(exchange) + " failed", gone);
            throw gone;
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (BadRequest refused) {
            return Answer.problem(400, refused.getMessage());
        } catch (SQLException failure) {
            Log.say("The database failed at " + describe(exchange), failure);
            return Answer.problem(503, "The database does not answer as it should: " + failure.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Answer.problem(503, "The service is stopping");
        } catch (RuntimeException bug) {
            Log.sayAll("Unexpected at " + describe(exchange), bug);
            return Answer.problem(500, "Something went wrong that nobody expected");
        }
    }

    private Answer route(HttpExchange exchange) throws IOException, SQLException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        Map<String, Endpoint> methods = endpoints.getOrDefault(path.startsWith(ONE_ORDER) ? ONE_ORDER : path, Map.of());
        if (methods.isEmpty()) {
            return Answer.problem(404, "There is nothing at " + path);
        }
        Optional<Endpoint> endpoint = Optional.ofNullable(methods.get(exchange.getRequestMethod()));
        if (endpoint.isEmpty()) {
            String allowed = String.join(", ", methods.keySet());
            return Answer.problem(405, "Expected " + allowed + " at " + path).with("Allow", allowed);
        }
        return endpoint.get().answer(exchange);
    }

    private static String describe(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI();
    }
}
