package dev.viridian.testing.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations of one service that are modelled, by the type of their request. */
final class Operations {
    private final Map<Class<?>, Operation> known = new HashMap<>();
    private final Service service;

    Operations(Service service) {
        this.service = service;
    }

    /**
     * Adds one.
     *
     * @param parameters what may be given, and what must be, as {@link Shape} reads it
     */
    <Q> Operations on(Class<Q> request, String parameters, Function<Q, ?> answer) {
        return on(request, parameters, (given, more) -> answer.apply(given));
    }

    /** Adds one whose request the SDK calls otherwise than AWS calls the operation. */
    <Q> Operations on(String name, Class<Q> request, String parameters, Function<Q, ?> answer) {
        known.put(
                request, new Operation(service, name, parameters, (given, more) -> answer.apply(request.cast(given))));
        return this;
    }

    /** Adds one that takes more than a request. */
    <Q> Operations on(Class<Q> request, String parameters, BiFunction<Q, @Nullable Object, ?> answer) {
        String name = request.getSimpleName().replaceFirst("Request$", "");
        known.put(
                request,
                new Operation(service, name, parameters, (given, more) -> answer.apply(request.cast(given), more)));
        return this;
    }

    Optional<Operation> find(Object request) {
        return Optional.ofNullable(known.get(request.getClass()));
    }

    /** Their names, in order. */
    String names() {
        TreeSet<String> names = new TreeSet<>();
        known.values().forEach(operation -> names.add(operation.name()));
        return String.join(", ", names);
    }
}
