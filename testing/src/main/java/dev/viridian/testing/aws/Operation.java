package dev.viridian.testing.aws;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** One operation that is modelled: what it takes and what it answers. */
final class Operation {
    private static final Set<String> READING = Set.of("Describe", "Get", "List", "Head", "Query");

    private final Service service;
    private final String name;
    private final Shape parameters;
    private final Answering answering;
    private final boolean reads;

    /** What a service does for a request. */
    interface Answering {
        /**
         * Answers.
         *
         * @param more what the operation takes beside the request: a body, or what becomes of one
         */
        Object answer(Object request, @Nullable Object more);
    }

    Operation(Service service, String name, String parameters, Answering answering) {
        this.service = service;
        this.name = name;
        this.parameters = Shape.of(parameters);
        this.answering = answering;
        this.reads = READING.stream().anyMatch(name::startsWith);
    }

    String name() {
        return name;
    }

    boolean reads() {
        return reads;
    }

    Object answer(SdkPojo request, @Nullable Object more) {
        parameters.check(request, this::refuseUnknown, this::refuseMissing);
        return answering.answer(request, more);
    }

    private void refuseUnknown(String parameter, SdkPojo request) {
        throw new UnsupportedOperationException("SimulatedAws does not know the parameter " + parameter + " of "
                + service.prefix() + ":" + name + ". Leave it out, or test this call against an emulator.");
    }

    private void refuseMissing(String parameter, SdkPojo request) {
        throw service.missing(parameter);
    }
}
