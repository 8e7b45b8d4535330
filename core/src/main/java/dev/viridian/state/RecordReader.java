package dev.viridian.state;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes values of what {@link RecordJson} wrote; whatever does not fit is an {@link IllegalArgumentException}. */
final class RecordReader {
    private RecordReader() {}

    static <R> R read(Class<R> kind, Map<?, ?> fields) {
        RecordComponent[] components = kind.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component ->
                        component(component.getGenericType(), component.getName(), fields.get(component.getName())))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return kind.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getTargetException().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A record could not be made: " + kind, e);
        }
    }

    private static Object component(Type type, String name, @Nullable Object json) {
        if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
            return Optional.ofNullable(json).map(found -> value(optional.getActualTypeArguments()[0], found));
        }
        if (json == null) {
            throw new IllegalArgumentException("its field '" + name + "' is missing");
        }
        try {
            return value(type, json);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "its field '" + name + "' is not what it should be: " + e.getMessage(), e);
        }
    }

    private static Object value(Type type, Object json) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return ((List<?>) json)
                    .stream()
                            .map(item -> value(list.getActualTypeArguments()[0], item))
                            .toList();
        }
        Class<?> kind = (Class<?>) type;
        if (kind == Failure.class) {
            return failure((Map<?, ?>) json);
        } else if (kind == TrafficSplit.class) {
            return split((Map<?, ?>) json);
        } else if (kind == EnvironmentName.class || kind == MachineId.class) {
            return name(kind, (String) json);
        }
        return kind.isRecord() ? read(kind, (Map<?, ?>) json) : scalar(kind, json);
    }

    private static Object scalar(Class<?> kind, Object json) {
        if (kind == int.class || kind == Integer.class) {
            return Math.toIntExact((Long) json);
        } else if (kind == long.class) {
            return (Long) json;
        } else if (kind == boolean.class) {
            return (Boolean) json;
        } else if (kind == Instant.class) {
            return Instant.parse((String) json);
        } else if (kind == Duration.class) {
            return Duration.parse((String) json);
        } else if (kind.isEnum()) {
            return constant(kind, (String) json);
        } else if (kind == String.class) {
            return (String) json;
        }
        throw new AssertionError("No way to read a " + kind + "; records of the journal hold what RecordJson writes.");
    }

    private static Object name(Class<?> kind, String text) {
        return kind == MachineId.class ? new MachineId(text) : new EnvironmentName(text);
    }

    private static Object constant(Class<?> kind, String name) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + kind.getSimpleName() + " " + name));
    }

    private static TrafficSplit split(Map<?, ?> weights) {
        Map<EnvironmentName, Integer> split = new TreeMap<>();
        weights.forEach(
                (name, weight) -> split.put(new EnvironmentName((String) name), Math.toIntExact((Long) weight)));
        return TrafficSplit.of(split);
    }

    private static Failure failure(Map<?, ?> fields) {
        Object kind = fields.get(RecordJson.FAILURE);
        return kind instanceof String name && !name.equals(RecordJson.CUSTOM)
                ? (Failure) read(permitted(Failure.class, name), fields)
                : read(RecordedFailure.class, fields);
    }

    /** The one of a sealed type's kinds that has this name. */
    static <T> Class<? extends T> permitted(Class<T> sealed, String name) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(kind -> kind.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "it tells of a " + sealed.getSimpleName() + " of an unknown kind, '" + name + "'"))
                .asSubclass(sealed);
    }
}
