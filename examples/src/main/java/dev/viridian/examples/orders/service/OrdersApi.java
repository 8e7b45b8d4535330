package dev.viridian.examples.orders.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What clients can do with orders: list them, place one, look at one. */
final class OrdersApi {
    static final String PATH = "/orders";

    private static final int NEWEST = 20;
    private static final int LONGEST_BODY = 8_192;

    private final OrderStore store;
    private final boolean totals;

    OrdersApi(OrderStore store, boolean totals) {
        this.store = store;
        this.totals = totals;
    }

    Answer list() throws SQLException {
        OptionalLong total = totals ? OptionalLong.of(store.count()) : OptionalLong.empty();
        return Answer.json(200, Json.of(store.newest(NEWEST), total));
    }

    Answer place(HttpExchange exchange) throws IOException, SQLException {
        Order placed = store.create(NewOrder.from(fields(exchange)));
        return Answer.json(201, Json.of(placed)).with("Location", PATH + "/" + placed.id());
    }

    Answer one(HttpExchange exchange) throws SQLException {
        String id = exchange.getRequestURI().getPath().substring(PATH.length() + 1);
        return store.find(number(id))
                .map(order -> Answer.json(200, Json.of(order)))
                .orElseGet(() -> Answer.problem(404, "There is no order " + id));
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException notANumber) {
            throw new BadRequest("Expected the number of an order, but it is '" + id + "'");
        }
    }

    private static Map<String, String> fields(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new BadRequest("Expected a body of at most " + LONGEST_BODY + " bytes");
        }
        String text = new String(body, StandardCharsets.UTF_8);
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("none");
        return switch (type.split(";", 2)[0].strip()) {
            case "application/json" -> Json.members(text);
            case "application/x-www-form-urlencoded" -> Form.fields(text);
            default ->
                throw new BadRequest(
                        "Expected a Content-Type of application/json or application/x-www-form-urlencoded, but it is "
                                + type);
        };
    }
}
