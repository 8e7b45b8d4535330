package dev.viridian.examples.orders.service;

import com.sun.net.httpserver.HttpExchange;
import java.util.Optional;

/** A request that takes as long as it is told to, so that a deployment can be watched to let it finish. */
final class Report {
    static final int LONGEST_MILLIS = 30_000;

    private Report() {}

    static Answer make(HttpExchange exchange) throws InterruptedException {
        int millis = millis(exchange);
        Thread.sleep(millis);
        return Answer.json(200, "{\"report\":\"done\",\"millis\":" + millis + "}");
    }

    private static int millis(HttpExchange exchange) {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        String text = Optional.ofNullable(Form.fields(query).get("millis")).orElse("");
        try {
            int millis = Integer.parseInt(text);
            if (millis >= 0 && millis <= LONGEST_MILLIS) {
                return millis;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, together with the numbers that are too small or too large.
        }
        throw new BadRequest("Expected ?millis= from 0 to " + LONGEST_MILLIS + ", but it is '" + text + "'");
    }
}
