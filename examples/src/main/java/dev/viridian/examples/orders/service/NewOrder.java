package dev.viridian.examples.orders.service;

import java.util.Map;
import java.util.Optional;

/** An order that somebody wants to place: what has come in, proven to make sense. */
record NewOrder(String item, int quantity) {
    static final int LONGEST_ITEM = 100;
    static final int LARGEST_QUANTITY = 1_000;

    NewOrder {
        if (item.isBlank() || item.length() > LONGEST_ITEM) {
            throw new BadRequest("Expected an item of 1 to " + LONGEST_ITEM + " characters");
        }
        if (quantity < 1 || quantity > LARGEST_QUANTITY) {
            throw new BadRequest("Expected a quantity from 1 to " + LARGEST_QUANTITY + ", but it is " + quantity);
        }
    }

    static NewOrder from(Map<String, String> fields) {
        return new NewOrder(field(fields, "item"), quantity(field(fields, "quantity")));
    }

    private static String field(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name))
                .orElseThrow(() -> new BadRequest("Expected an item and a quantity, but there is no " + name));
    }

    private static int quantity(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new BadRequest("Expected a quantity that is a whole number, but it is '" + text + "'");
        }
    }
}
