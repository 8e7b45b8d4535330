package dev.viridian.aws;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A call of AWS, and what its refusals mean.
 *
 * @param action what a policy must allow, like {@code s3:GetObject}
 * @param resource what it must allow it on, as it is called in a policy
 * @param throttling how often the service may be called, where a platform calls it
 */
record Call(String action, String resource, Optional<Throttling> throttling) {
    /** One of no platform. */
    Call(String action, String resource) {
        this(action, resource, Optional.empty());
    }

    /** What something else, that is under way, is in the way of: it ends by itself. */
    private static final Set<String> PASSING = Set.of(
            "DependencyViolation",
            "OperationInProgressFailure",
            "PriorRequestNotComplete",
            "ResourceContention",
            "ResourceInUse",
            "ScalingActivityInProgress");

    /** Whose request it is was not believed, so nobody asked whether he may. */
    private static final Set<String> STRANGERS = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    /** Several services deny with another status than 403. */
    private static final Set<String> DENIALS = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AuthorizationError",
            "InsufficientPrivilegesException",
            "UnauthorizedOperation");

    private static final Set<String> QUOTAS = Set.of(
            "InstanceLimitExceeded",
            "LimitExceeded",
            "LimitExceededException",
            "MaxSpotInstanceCountExceeded",
            "TooManyApplicationVersionsException",
            "TooManyEnvironmentsException",
            "TooManyRegistrationsForTargetId",
            "TooManyRules",
            "TooManyTargetGroups",
            "TooManyTargets",
            "TooManyUniqueTargetGroupsPerLoadBalancer",
            "VcpuLimitExceeded");

    /** <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">What is denied</a> may be an action that a call includes, as that of handing a role to machines. */
    private static final Pattern DENIED_ACTION = Pattern.compile(
            "is not authorized to perform: (?<action>[a-z0-9-]+:[A-Za-z0-9]+)(?: on resource: (?<resource>arn:\\S+))?");

    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERRORS = 500;
    private static final int MOVED = 301;

    /** Its answer, or a failure that says what to do. */
    <T> T of(Supplier<T> call) {
        try {
            return throttling.isPresent() ? throttling.get().of(service(), call) : call.get();
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    /** Actions begin with it. */
    private String service() {
        return action.substring(0, action.indexOf(':'));
    }

    /** What an answer means that is none. */
    PlatformException failed(SdkException e) {
        if (e instanceof AwsServiceException answered) {
            return answered(answered);
        }
        if (e instanceof SdkClientException && lacksCredentials(e)) {
            return refused(
                    e,
                    "no credentials were found. Give this process some, by its environment, a profile or its role, or give the"
                            + " client a provider of them. " + e.getMessage());
        }
        return PlatformException.passing(toString(), e);
    }

    private PlatformException answered(AwsServiceException e) {
        String code = code(e);
        if (isOutOfService(e) || PASSING.contains(code) || isBusy(code, e)) {
            return PlatformException.passing(toString(), e);
        }
        if (STRANGERS.contains(code)) {
            return refused(
                    e,
                    "these credentials are not accepted: " + e.getMessage()
                            + ". Renew them, or give the client others, and look at this machine's clock.");
        }
        if (QUOTAS.contains(code)) {
            return refused(
                    e,
                    "a quota of the account is reached: " + e.getMessage()
                            + ". Remove what nobody needs, or ask AWS for more by Service Quotas.");
        }
        if (isDenied(e)) {
            return refused(
                    e, "this is denied: " + e.getMessage() + ". A policy of whoever calls must allow " + lacking(e));
        }
        if (e.statusCode() == MOVED || code.equals("AuthorizationHeaderMalformed")) {
            return refused(e, "it is in another region: " + e.getMessage() + ". Give the client that region.");
        }
        return refused(e, String.valueOf(e.getMessage()));
    }

    /** Whether nobody looked at what was asked for: it came too often or at a bad moment, or from whom it is not taken. What there is too little of was looked for. */
    static boolean isTurnedAway(AwsServiceException e) {
        boolean isTooLittle = code(e).startsWith("Insufficient");
        return STRANGERS.contains(code(e)) || isDenied(e) || (isOutOfService(e) && !isTooLittle);
    }

    private static boolean isOutOfService(AwsServiceException e) {
        return e.isThrottlingException() || e.isClockSkewException() || e.statusCode() >= SERVER_ERRORS;
    }

    private static boolean isDenied(AwsServiceException e) {
        return e.statusCode() == FORBIDDEN || DENIALS.contains(code(e));
    }

    /** What AWS names, where that is another action than the call's own, of which the resource is known as a policy has it. */
    private String lacking(AwsServiceException e) {
        Matcher named = DENIED_ACTION.matcher(String.valueOf(e.getMessage()));
        boolean isAnother = named.find() && !named.group("action").equals(action);
        String denied = isAnother ? named.group("action") : action;
        String on = isAnother ? Optional.ofNullable(named.group("resource")).orElse(resource) : resource;
        return "\"" + denied + "\" on \"" + on + "\".";
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    }

    /** Elastic Beanstalk does one thing at a time with an environment, and has no code for that. */
    private static boolean isBusy(String code, SdkException e) {
        String said = String.valueOf(e.getMessage());
        return code.equals("InvalidParameterValue")
                && (said.contains("is in an invalid state for this operation")
                        || said.contains("is currently pending deployment"));
    }

    /** Whether something else was being done with what was to be changed. */
    static boolean isBusy(PlatformException e) {
        return e.getCause() instanceof AwsServiceException answered
                && (PASSING.contains(code(answered)) || isBusy(code(answered), answered));
    }

    private PlatformException refused(SdkException e, String why) {
        return new PlatformException(new Failure.CallFailed(toString(), why, false), e);
    }

    private static boolean lacksCredentials(SdkException e) {
        return String.valueOf(e.getMessage()).startsWith("Unable to load credentials");
    }

    @Override
    public String toString() {
        return "call " + action + " on " + resource;
    }
}
