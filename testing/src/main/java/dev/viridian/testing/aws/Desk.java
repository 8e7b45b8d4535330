package dev.viridian.testing.aws;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Where all calls arrive: one after the other, each when all that was due before it has happened. */
final class Desk {
    static final String ACCOUNT = "123456789012";

    private final Map<Service, Operations> services = new EnumMap<>(Service.class);
    private final Map<Service, Object> configurations = new EnumMap<>(Service.class);
    private final List<AnsweredCall> calls = new ArrayList<>();
    private final Memory memory = new Memory();
    private final Throttle throttle = new Throttle();
    private final Time time;
    private final Agenda agenda;
    private final ClientRetries retries;
    private volatile FaultScript faults = FaultScript.none();
    private volatile Duration patience = Duration.ofSeconds(20);
    private boolean remembers;
    private int made;

    Desk(Time time) {
        this.time = time;
        this.agenda = new Agenda(time);
        this.retries = new ClientRetries(time);
    }

    Agenda agenda() {
        return agenda;
    }

    Throttle throttle() {
        return throttle;
    }

    /** Opens a service. */
    synchronized void open(Service service, Operations operations, Object configuration) {
        services.put(service, operations);
        configurations.put(service, configuration);
    }

    synchronized void faults(FaultScript script, Duration untilGivenUp) {
        faults = script;
        patience = untilGivenUp;
        remembers = true;
    }

    synchronized List<AnsweredCall> calls() {
        return List.copyOf(calls);
    }

    /** Does something to the world, or looks at it, in its turn. */
    synchronized <T> T inTurn(java.util.function.Supplier<T> deed) {
        agenda.catchUp();
        return deed.get();
    }

    @Nullable
    Object call(Service service, String method, @Nullable Object request, @Nullable Object more) {
        if (request == null) {
            return configurations.get(service);
        }
        Operation operation = find(service, method, request);
        return throttle.isFor(service, operation.name())
                ? retries.of(service, () -> attempt(service, operation, request, more))
                : attempt(service, operation, request, more);
    }

    private Object attempt(Service service, Operation operation, Object request, @Nullable Object more) {
        AwsCall call = new AwsCall(next(), service.prefix(), operation.name(), (SdkPojo) request);
        Optional<AwsFault> fault = faults.at(call);
        if (fault.isPresent() && fault.get() == AwsFault.HANGS) {
            time.sleep(patience);
        }
        return answer(service, operation, call, fault, more);
    }

    private synchronized int next() {
        return ++made;
    }

    private Operation find(Service service, String method, Object request) {
        Operations operations = services.get(service);
        if (operations == null) {
            throw new AssertionError("There is no desk of " + service);
        }
        return operations
                .find(request)
                .orElseThrow(() -> new UnsupportedOperationException("SimulatedAws does not know " + service.prefix()
                        + ":"
                        + Character.toUpperCase(method.charAt(0)) + method.substring(1) + ". Of this service it knows "
                        + operations.names() + "."));
    }

    private synchronized Object answer(
            Service service, Operation operation, AwsCall call, Optional<AwsFault> fault, @Nullable Object more) {
        agenda.catchUp();
        try {
            Object answer = answerWith(service, operation, call, fault, more);
            calls.add(new AnsweredCall(call, agenda.now(), AnsweredCall.OK));
            return answer;
        } catch (ClientRetries.EmptyBucket e) {
            calls.add(new AnsweredCall(call, agenda.now(), e.code()));
            throw e;
        } catch (AwsServiceException e) {
            calls.add(new AnsweredCall(call, agenda.now(), e.awsErrorDetails().errorCode()));
            throw e;
        } catch (SdkClientException | UnsupportedOperationException e) {
            calls.add(new AnsweredCall(call, agenda.now(), e.getClass().getSimpleName()));
            throw e;
        }
    }

    private Object answerWith(
            Service service, Operation operation, AwsCall call, Optional<AwsFault> fault, @Nullable Object more) {
        if (fault.isPresent()) {
            failBefore(fault.get(), service, operation);
            if (fault.get() == AwsFault.STALE) {
                Optional<Object> earlier = memory.earlier(call.request());
                if (earlier.isPresent()) {
                    return earlier.get();
                }
            }
        }
        if (throttle.refuses(service, operation.name(), agenda.now())) {
            throw new ClientRetries.EmptyBucket(service.throttling());
        }
        Object answer = operation.answer(call.request(), more);
        if (remembers && more == null) {
            memory.keep(operation, call.request(), answer);
        }
        if (fault.isPresent() && fault.get() == AwsFault.ANSWER_LOST) {
            throw SdkClientException.create(
                    "Unable to execute HTTP request: Connection reset",
                    new java.net.SocketException("Connection reset"));
        }
        return answer;
    }

    private void failBefore(AwsFault fault, Service service, Operation operation) {
        switch (fault) {
            case FAILS -> throw service.broken();
            case THROTTLED -> throw service.throttling();
            case HANGS -> throw ApiCallTimeoutException.create(patience.toMillis());
            case EXPIRED -> throw service.expired();
            case DENIED -> throw service.denied(operation.name());
            case ANSWER_LOST, STALE -> {}
        }
    }
}
