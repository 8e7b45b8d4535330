package dev.viridian.examples.orders.aws;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts what is asked of AWS: looks, changes, and what S3 is asked for, which is the release and the journal. */
final class CallsOfAws implements ExecutionInterceptor {
    private static final Pattern LOOKING = Pattern.compile("(Describe|Get|Head|List).*");

    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong storage = new AtomicLong();

    /** How often, until now or in between. */
    record Count(long looks, long changes, long storage) {
        Count since(Count before) {
            return new Count(looks - before.looks, changes - before.changes, storage - before.storage);
        }
    }

    Count soFar() {
        return new Count(looks.get(), changes.get(), storage.get());
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        if (service.equals("S3")) {
            storage.incrementAndGet();
        } else if (LOOKING.matcher(operation).matches()) {
            looks.incrementAndGet();
        } else {
            changes.incrementAndGet();
        }
    }
}
