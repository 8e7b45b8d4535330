package dev.viridian.testing.aws;

import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Faults in a real client of the SDK, of any service: it fails before the request is sent, loses the answer to one that was, hangs, is throttled, has expired credentials, may not,
 * or is answered with what was true before the last change.
 *
 * <pre>{@code
 * FaultInterceptor faults = FaultInterceptor.of(call ->
 *         call.operation().equals("PutObject") ? Optional.of(AwsFault.ANSWER_LOST) : Optional.empty());
 * S3Client s3 = S3Client.builder().overrideConfiguration(all -> all.addExecutionInterceptor(faults)).build();
 * }</pre>
 *
 * <p>What the SDK sends again by itself is another call, with another number, so that a script can let the first try fail and the second go well. For answers that are stale it keeps
 * the answers to all reads, whole, in memory. One interceptor may serve several synchronous clients and threads; it then counts the calls of all.
 */
public final class FaultInterceptor implements ExecutionInterceptor {
    private static final ExecutionAttribute<Attempt> ATTEMPT = new ExecutionAttribute<>("ViridianFaultAttempt");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FaultScript script;
    private final Time time;
    private final Duration patience;
    private final AtomicInteger made = new AtomicInteger();
    private final Map<SdkRequest, Kept> last = new HashMap<>();
    private final Map<SdkRequest, Kept> before = new HashMap<>();
    private long changes;

    private FaultInterceptor(FaultScript script, Time time, Duration patience) {
        this.script = script;
        this.time = time;
        this.patience = patience;
    }

    /** What one try of a call is about. */
    private record Attempt(AwsCall call, Optional<AwsFault> fault) {
        boolean is(AwsFault wanted) {
            return fault.filter(wanted::equals).isPresent();
        }
    }

    /** An answer, and after how many changes it was given. */
    private record Kept(SdkHttpResponse head, SdkBytes body, long changes) {}

    /** One that decides by a script. A call that hangs does so for 20 s, or as long as the client lets it. */
    public static FaultInterceptor of(FaultScript script) {
        return new FaultInterceptor(script, Time.system(), PATIENCE);
    }

    /** The same; a call that hangs does so in that time, and for that long. */
    public FaultInterceptor hanging(Time in, Duration time) {
        return new FaultInterceptor(script, in, time);
    }

    /** How many calls were made. */
    public int calls() {
        return made.get();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        String operation = Optional.ofNullable(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
                .orElse("");
        AwsCall call = new AwsCall(made.incrementAndGet(), Errors.serviceOf(request), operation, (SdkPojo) request);
        Attempt attempt = new Attempt(call, script.at(call));
        attributes.putAttribute(ATTEMPT, attempt);
        attempt.fault().ifPresent(fault -> failBefore(fault, attempt));
        if (!call.reads()) {
            countChange();
        }
    }

    private void failBefore(AwsFault fault, Attempt attempt) {
        Errors errors = new Errors(attempt.call().request());
        switch (fault) {
            case FAILS -> throw errors.broken();
            case THROTTLED -> throw errors.throttling();
            case EXPIRED -> throw errors.expired();
            case DENIED -> throw errors.denied(attempt.call().operation());
            case HANGS -> hang();
            case ANSWER_LOST, STALE -> {}
        }
    }

    private void hang() {
        try {
            time.sleep(patience);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw AbortedException.create("the client gave up a call that hangs", e);
            }
            throw e;
        }
        throw ApiCallAttemptTimeoutException.create(patience.toMillis());
    }

    private synchronized void countChange() {
        changes++;
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (attributes.getAttribute(ATTEMPT).is(AwsFault.ANSWER_LOST)) {
            context.responseBody().ifPresent(FaultInterceptor::close);
            throw SdkClientException.create(
                    "Unable to execute HTTP request: Connection reset", new SocketException("Connection reset"));
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return stale(attributes, context.request()).map(Kept::head).orElse(context.httpResponse());
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Attempt attempt = attributes.getAttribute(ATTEMPT);
        Optional<Kept> stale = stale(attributes, context.request());
        if (stale.isPresent()) {
            context.responseBody().ifPresent(FaultInterceptor::close);
            return Optional.of(stale.get().body().asInputStream());
        }
        if (!attempt.call().reads() || context.responseBody().isEmpty()) {
            return context.responseBody();
        }
        SdkBytes body = read(context.responseBody().get());
        keep(context.request(), context.httpResponse(), body);
        return Optional.of(body.asInputStream());
    }

    private static SdkBytes read(InputStream body) {
        try (body) {
            return SdkBytes.fromInputStream(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void keep(SdkRequest request, SdkHttpResponse head, SdkBytes body) {
        Kept known = last.get(request);
        if (known != null && known.changes() < changes) {
            before.put(request, known);
        }
        last.put(request, new Kept(head, body, changes));
    }

    /** What the same request was answered before the last change. */
    private synchronized Optional<Kept> stale(ExecutionAttributes attributes, SdkRequest request) {
        if (!attributes.getAttribute(ATTEMPT).is(AwsFault.STALE)) {
            return Optional.empty();
        }
        Kept known = last.get(request);
        return known != null && known.changes() < changes
                ? Optional.of(known)
                : Optional.ofNullable(before.get(request));
    }
}
