package dev.viridian.examples.orders.service;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.h2.util.json.JSONNumber;
import org.h2.util.json.JSONObject;
import org.h2.util.json.JSONString;
import org.h2.util.json.JSONStringSource;
import org.h2.util.json.JSONStringTarget;
import org.h2.util.json.JSONValue;
import org.h2.util.json.JSONValueTarget;

/** JSON as the service speaks it. The reader and the writer are those of the database's driver, which is there anyway. */
final class Json {
    private Json() {}

    /** The members of a flat object, numbers as they were written. */
    static Map<String, String> members(String text) {
        if (parse(text) instanceof JSONObject object) {
            Map<String, String> members = new LinkedHashMap<>();
            for (Map.Entry<String, JSONValue> member : object.getMembers()) {
                members.put(member.getKey(), plain(member.getKey(), member.getValue()));
            }
            return members;
        }
        throw new BadRequest("Expected a JSON object");
    }

    private static JSONValue parse(String text) {
        try {
            return JSONStringSource.parse(text, new JSONValueTarget());
        } catch (RuntimeException malformed) {
            throw new BadRequest("The body is not JSON");
        }
    }

    private static String plain(String name, JSONValue value) {
        if (value instanceof JSONString string) {
            return string.getString();
        }
        if (value instanceof JSONNumber number) {
            return number.getBigDecimal().toString();
        }
        throw new BadRequest("Expected " + name + " to be a text or a number, but it is " + value);
    }

    /** An object with one member, a text. */
    static String object(String name, String value) {
        return object(name, value, Map.of());
    }

    /** An object with two members, both texts. */
    static String object(String name, String value, String secondName, String secondValue) {
        return object(name, value, Map.of(secondName, secondValue));
    }

    private static String object(String name, String value, Map<String, String> more) {
        JSONStringTarget target = new JSONStringTarget();
        target.startObject();
        text(target, name, value);
        more.forEach((otherName, otherValue) -> text(target, otherName, otherValue));
        target.endObject();
        return target.getResult();
    }

    static String of(Order order) {
        JSONStringTarget target = new JSONStringTarget();
        write(target, order);
        return target.getResult();
    }

    static String of(List<Order> orders, OptionalLong total) {
        JSONStringTarget target = new JSONStringTarget();
        target.startObject();
        target.member("orders");
        target.startArray();
        orders.forEach(order -> write(target, order));
        target.endArray();
        total.ifPresent(count -> number(target, "total", count));
        target.endObject();
        return target.getResult();
    }

    private static void write(JSONStringTarget target, Order order) {
        target.startObject();
        number(target, "id", order.id());
        text(target, "item", order.item());
        number(target, "quantity", order.quantity());
        text(target, "created", order.created().toString());
        target.endObject();
    }

    private static void text(JSONStringTarget target, String name, String value) {
        target.member(name);
        target.valueString(value);
    }

    private static void number(JSONStringTarget target, String name, long value) {
        target.member(name);
        target.valueNumber(BigDecimal.valueOf(value));
    }
}
