package dev.viridian.testing.aws;

import software.amazon.awssdk.core.SdkPojo;

/**
 * A call of AWS.
 *
 * @param number which it is, of all calls that were made of this AWS or seen by this interceptor; the first is 1
 * @param service as its actions begin in policies: {@code elasticloadbalancing}; with a {@link FaultInterceptor} the SDK's name of it
 * @param operation {@code DescribeTargetHealth}
 * @param request what was asked
 */
public record AwsCall(int number, String service, String operation, SdkPojo request) {
    /** Whether it changes nothing. */
    public boolean reads() {
        return operation.startsWith("Describe")
                || operation.startsWith("Get")
                || operation.startsWith("List")
                || operation.startsWith("Head")
                || operation.equals("Query");
    }

    @Override
    public String toString() {
        return "#" + number + " " + service + ":" + operation;
    }
}
