package dev.viridian.testing.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">Conditions</a> on an item, as far as they are
 * simple: comparisons for (in)equality, {@code attribute_exists}, {@code attribute_not_exists} and {@code begins_with}, joined by AND.
 */
final class Expression {
    private static final Pattern COMPARISON = Pattern.compile("(#?[\\w.-]+)\\s*(=|<>)\\s*(:\\w+)");
    private static final Pattern FUNCTION =
            Pattern.compile("(\\w+)\\s*\\(\\s*(#?[\\w.-]+)\\s*(?:,\\s*(:\\w+)\\s*)?\\)");
    private static final Pattern AND = Pattern.compile("\\s+AND\\s+", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;

    Expression(Map<String, String> names, Map<String, AttributeValue> values) {
        this.names = names;
        this.values = values;
    }

    boolean holds(String condition, Map<String, AttributeValue> item) {
        return AND.splitAsStream(condition.strip()).allMatch(part -> holdsOne(part.strip(), item));
    }

    private boolean holdsOne(String part, Map<String, AttributeValue> item) {
        Matcher comparison = COMPARISON.matcher(part);
        if (comparison.matches()) {
            boolean isEqual = value(comparison.group(3)).equals(item.get(name(comparison.group(1))));
            return comparison.group(2).equals("=") == isEqual;
        }
        Matcher function = FUNCTION.matcher(part);
        if (function.matches()) {
            return holds(function, item.get(name(function.group(2))), part);
        }
        throw unknown(part);
    }

    private boolean holds(Matcher function, @Nullable AttributeValue attribute, String part) {
        return switch (function.group(1)) {
            case "attribute_exists" -> attribute != null;
            case "attribute_not_exists" -> attribute == null;
            case "begins_with" ->
                attribute != null
                        && attribute.s() != null
                        && attribute.s().startsWith(value(function.group(3)).s());
            default -> throw unknown(part);
        };
    }

    private static UnsupportedOperationException unknown(String part) {
        return new UnsupportedOperationException(
                "SimulatedAws does not know the condition '" + part
                        + "' of DynamoDB. Expected =, <>, attribute_exists, attribute_not_exists or begins_with, joined by AND.");
    }

    /** Only these attributes of an item; all of them where none are named. */
    Map<String, AttributeValue> projected(Map<String, AttributeValue> item, @Nullable String attributes) {
        if (attributes == null) {
            return item;
        }
        Map<String, AttributeValue> some = new LinkedHashMap<>();
        for (String attribute : attributes.split(",", -1)) {
            AttributeValue value = item.get(name(attribute.strip()));
            if (value != null) {
                some.put(name(attribute.strip()), value);
            }
        }
        return some;
    }

    private String name(String text) {
        if (!text.startsWith("#")) {
            return text;
        }
        String name = names.get(text);
        if (name == null) {
            throw Tables.invalid(
                    "An expression attribute name used in the document path is not defined; attribute name: " + text);
        }
        return name;
    }

    private AttributeValue value(String text) {
        AttributeValue value = values.get(text);
        if (value == null) {
            throw Tables.invalid(
                    "An expression attribute value used in expression is not defined; attribute value: " + text);
        }
        return value;
    }
}
