package dev.viridian.testing.aws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The parameters of an operation that are modelled. {@code "Name! Tags LaunchTemplate.Version"} means: a name, which must be given; tags, with all that they
 * have; and of the launch template the version, but nothing else.
 */
final class Shape {
    private final Map<String, Shape> parts = new LinkedHashMap<>();
    private boolean required;

    static Shape of(String parameters) {
        Shape shape = new Shape();
        for (String path :
                parameters.isBlank() ? new String[0] : parameters.strip().split("\\s+", -1)) {
            Shape part = shape;
            for (String name : path.replace("!", "").split("\\.", -1)) {
                part = part.parts.computeIfAbsent(name, key -> new Shape());
            }
            part.required |= path.endsWith("!");
        }
        return shape;
    }

    /**
     * Looks through a request.
     *
     * @param unknown is told the path of a parameter that is given and not modelled
     * @param missing is told of one that is not given and must be
     */
    void check(SdkPojo request, BiConsumer<String, SdkPojo> unknown, BiConsumer<String, SdkPojo> missing) {
        check("", request, unknown, missing);
    }

    private void check(
            String path, SdkPojo given, BiConsumer<String, SdkPojo> unknown, BiConsumer<String, SdkPojo> missing) {
        for (SdkField<?> field : given.sdkFields()) {
            Optional<Object> value = value(field, given);
            Shape part = parts.get(field.memberName());
            if (part == null) {
                if (value.isPresent()) {
                    unknown.accept(path + field.memberName(), given);
                }
            } else if (value.isEmpty()) {
                if (part.required) {
                    missing.accept(path + field.memberName(), given);
                }
            } else if (!part.parts.isEmpty()) {
                part.checkInside(path + field.memberName() + ".", value.get(), unknown, missing);
            }
        }
    }

    private void checkInside(
            String path, Object value, BiConsumer<String, SdkPojo> unknown, BiConsumer<String, SdkPojo> missing) {
        if (value instanceof SdkPojo inner) {
            check(path, inner, unknown, missing);
        } else if (value instanceof Collection<?> many) {
            many.forEach(one -> checkInside(path, one, unknown, missing));
        }
    }

    private static Optional<Object> value(SdkField<?> field, SdkPojo given) {
        @Nullable Object value = field.getValueOrDefault(given);
        boolean isEmpty =
                value instanceof Collection<?> many ? many.isEmpty() : value instanceof Map<?, ?> map && map.isEmpty();
        return isEmpty ? Optional.empty() : Optional.ofNullable(value);
    }
}
