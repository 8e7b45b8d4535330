package dev.viridian.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Writes down each request that is sent to AWS, and in whose name. */
final class CallCount implements ExecutionInterceptor {
    private final List<Sent> sent = new ArrayList<>();

    /** One request: {@code EC2:DescribeInstances}. */
    record Sent(String operation, String userAgent) {}

    @Override
    public synchronized void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        sent.add(new Sent(
                service + ":" + operation,
                context.httpRequest().firstMatchingHeader("User-Agent").orElse("")));
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    synchronized void clear() {
        sent.clear();
    }

    /** How often each operation was called. */
    synchronized Map<String, Long> byOperation() {
        return sent.stream().collect(Collectors.groupingBy(Sent::operation, TreeMap::new, Collectors.counting()));
    }
}
