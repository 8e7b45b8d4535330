package dev.viridian.testing.aws;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.elasticbeanstalk.model.ElasticBeanstalkException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.route53.model.Route53Exception;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** The services that are modelled, and how each says no. */
enum Service {
    EC2("ec2", "ec2", "Ec2", "RequestLimitExceeded", 503),
    AUTO_SCALING("autoscaling", "autoscaling", "AutoScaling", "Throttling", 400),
    LOAD_BALANCING("elasticloadbalancing", "elasticloadbalancing", "ElasticLoadBalancingV2", "Throttling", 400),
    BEANSTALK("elasticbeanstalk", "elasticbeanstalk", "ElasticBeanstalk", "Throttling", 400),
    ROUTE53("route53", "route53", "Route53", "Throttling", 400),
    S3("s3", "s3", "S3", "SlowDown", 503),
    SNS("sns", "sns", "Sns", "Throttling", 400),
    SSM("ssm", "ssm", "Ssm", "ThrottlingException", 400),
    CLOUD_WATCH("cloudwatch", "monitoring", "CloudWatch", "Throttling", 400),
    DYNAMO_DB("dynamodb", "dynamodb", "DynamoDb", "ThrottlingException", 400);

    private final String prefix;
    private final String endpoint;
    private final String name;
    private final String throttled;
    private final int throttledStatus;

    Service(String prefix, String endpoint, String name, String throttled, int throttledStatus) {
        this.prefix = prefix;
        this.endpoint = endpoint;
        this.name = name;
        this.throttled = throttled;
        this.throttledStatus = throttledStatus;
    }

    /** As its actions begin in policies: {@code elasticloadbalancing}. */
    String prefix() {
        return prefix;
    }

    /** What the SDK's client calls it. */
    String endpoint() {
        return endpoint;
    }

    /** Only the classes of the service that is asked are loaded: all of them are optional. */
    private AwsServiceException.Builder exception() {
        return switch (this) {
            case EC2 -> Ec2Exception.builder();
            case AUTO_SCALING -> AutoScalingException.builder();
            case LOAD_BALANCING -> ElasticLoadBalancingV2Exception.builder();
            case BEANSTALK -> ElasticBeanstalkException.builder();
            case ROUTE53 -> Route53Exception.builder();
            case S3 -> S3Exception.builder();
            case SNS -> SnsException.builder();
            case SSM -> SsmException.builder();
            case CLOUD_WATCH -> CloudWatchException.builder();
            case DYNAMO_DB -> DynamoDbException.builder();
        };
    }

    /** An answer of the service that is none, as the SDK would throw it. */
    AwsServiceException refusal(int status, String code, String message) {
        return refusal(exception(), status, code, message);
    }

    /** The same, as an exception of its own. */
    AwsServiceException refusal(AwsServiceException.Builder exception, int status, String code, String message) {
        return refusal(name, exception, status, code, message);
    }

    /** The same, of a service that may be none of these. */
    static AwsServiceException refusal(
            String service, AwsServiceException.Builder exception, int status, String code, String message) {
        return exception
                .statusCode(status)
                .requestId("00000000-0000-0000-0000-000000000000")
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName(service)
                        .errorCode(code)
                        .errorMessage(message)
                        .sdkHttpResponse(
                                SdkHttpResponse.builder().statusCode(status).build())
                        .build())
                .build();
    }

    /** What a service says whose buckets are empty. */
    AwsServiceException throttling() {
        return refusal(throttledStatus, throttled, "Rate exceeded");
    }

    /** What it says to credentials whose time is over. */
    AwsServiceException expired() {
        return switch (this) {
            case EC2 -> refusal(400, "RequestExpired", "Request has expired.");
            case DYNAMO_DB, SSM ->
                refusal(400, "ExpiredTokenException", "The security token included in the request is expired");
            case S3 -> refusal(400, "ExpiredToken", "The provided token has expired.");
            default -> refusal(403, "ExpiredToken", "The security token included in the request is expired");
        };
    }

    /** What it says to those who may not. */
    AwsServiceException denied(String operation) {
        String message = "User: arn:aws:iam::" + Desk.ACCOUNT + ":user/tester is not authorized to perform: " + prefix
                + ":" + operation;
        return switch (this) {
            case EC2 ->
                refusal(403, "UnauthorizedOperation", "You are not authorized to perform this operation. " + message);
            case DYNAMO_DB, SSM -> refusal(400, "AccessDeniedException", message);
            case SNS -> refusal(403, "AuthorizationError", message);
            default -> refusal(403, "AccessDenied", message);
        };
    }

    /** What it says when it has trouble of its own. */
    AwsServiceException broken() {
        return refusal(
                500,
                this == S3 ? "InternalError" : "InternalFailure",
                "We encountered an internal error. Please try again.");
    }

    /** What it says to a request without a parameter that it needs. */
    AwsServiceException missing(String parameter) {
        return switch (this) {
            case EC2 -> refusal(400, "MissingParameter", "The request must contain the parameter " + parameter);
            case DYNAMO_DB, SSM, AUTO_SCALING, LOAD_BALANCING, CLOUD_WATCH, BEANSTALK ->
                refusal(
                        400,
                        this == DYNAMO_DB ? "ValidationException" : "ValidationError",
                        "1 validation error detected: Value at '" + Character.toLowerCase(parameter.charAt(0))
                                + parameter.substring(1) + "' failed to satisfy constraint: Member must not be null");
            case SNS -> refusal(400, "InvalidParameter", "Invalid parameter: " + parameter);
            case ROUTE53 -> refusal(400, "InvalidInput", parameter + " is missing");
            case S3 -> refusal(400, "InvalidRequest", parameter + " is missing");
        };
    }
}
