package dev.viridian.testing.aws;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the service of a request says when it says no, as the SDK would throw it; also for services that {@link SimulatedAws} does not know. */
final class Errors {
    private static final String MODEL = ".model";

    private final Object request;
    private final Optional<Service> service;

    Errors(Object request) {
        this.request = request;
        this.service = knownService(request);
    }

    /** As its actions begin in policies, where it is known; else as the SDK's package is called. */
    static String serviceOf(Object request) {
        return knownService(request).map(Service::prefix).orElseGet(() -> packageOf(request));
    }

    private static Optional<Service> knownService(Object request) {
        String name = packageOf(request);
        for (Service known : Service.values()) {
            if (name.equals(known.prefix()) || name.equals(known.prefix() + "v2")) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** {@code software.amazon.awssdk.services.sqs.model.SendMessageRequest}: {@code sqs}. */
    private static String packageOf(Object request) {
        String model = request.getClass().getPackageName();
        String service = model.endsWith(MODEL) ? model.substring(0, model.length() - MODEL.length()) : model;
        return service.substring(service.lastIndexOf('.') + 1);
    }

    AwsServiceException broken() {
        return service.map(Service::broken)
                .orElseGet(() -> other(500, "InternalFailure", "We encountered an internal error. Please try again."));
    }

    AwsServiceException throttling() {
        return service.map(Service::throttling).orElseGet(() -> other(400, "ThrottlingException", "Rate exceeded"));
    }

    AwsServiceException expired() {
        return service.map(Service::expired)
                .orElseGet(() ->
                        other(400, "ExpiredTokenException", "The security token included in the request is expired"));
    }

    AwsServiceException denied(String operation) {
        return service.map(known -> known.denied(operation))
                .orElseGet(() -> other(
                        400,
                        "AccessDeniedException",
                        "User is not authorized to perform: " + packageOf(request) + ":" + operation));
    }

    private AwsServiceException other(int status, String code, String message) {
        return Service.refusal(packageOf(request), builder(), status, code, message);
    }

    /** Requests of SQS extend {@code SqsRequest}, and its errors {@code SqsException}. */
    private AwsServiceException.Builder builder() {
        String base = request.getClass().getSuperclass().getName();
        try {
            Class<?> exception = Class.forName(
                    base.replaceFirst("Request$", "Exception"),
                    true,
                    request.getClass().getClassLoader());
            return (AwsServiceException.Builder) exception.getMethod("builder").invoke(null);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(base + " has no exception that is called like it.", e);
        }
    }
}
