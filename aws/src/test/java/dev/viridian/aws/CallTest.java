package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.PlatformException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;

class CallTest {
    private static PlatformException answered(int status, String code, String message) {
        return new Call("autoscaling:DeleteAutoScalingGroup", "autoScalingGroupName/orders-1-1")
                .failed((AutoScalingException) AutoScalingException.builder()
                        .statusCode(status)
                        .message(message)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling, true",
        "400, ScalingActivityInProgress, true",
        "400, ResourceInUse, true",
        "400, ResourceContention, true",
        "500, InternalFailure, true",
        "503, ServiceUnavailable, true",
        "400, ValidationError, false",
        "403, AccessDenied, false",
        "400, LimitExceeded, false"
    })
    void whatMayPassIsToldFromWhatStays(int status, String code, boolean passes) {
        assertThat(answered(status, code, "no").failure().worthRetrying()).isEqualTo(passes);
    }

    @Test
    void aDeniedCallSaysWhatThePolicyLacks() {
        assertThat(answered(403, "AccessDenied", "User: arn:aws:iam::1:user/me is not authorized"))
                .hasMessageContaining("is not authorized")
                .hasMessageContaining("A policy of whoever calls must allow \"autoscaling:DeleteAutoScalingGroup\"")
                .hasMessageContaining("\"autoScalingGroupName/orders-1-1\"");
    }

    /** As of a launch that hands a role to its machines, or of an object that a key of KMS encrypts. */
    @ParameterizedTest
    @CsvSource({
        "'You are not authorized to perform this operation. User: arn:aws:iam::1:user/me is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/orders because no identity-based policy allows the iam:PassRole action', iam:PassRole, arn:aws:iam::1:role/orders",
        "'User: arn:aws:iam::1:user/me is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:1:key/2 with an explicit deny', kms:Decrypt, arn:aws:kms:eu-central-1:1:key/2",
        "'User: arn:aws:iam::1:user/me is not authorized to perform: kms:Decrypt.', kms:Decrypt, autoScalingGroupName/orders-1-1",
        "'User: arn:aws:iam::1:user/me is not authorized to perform: autoscaling:DeleteAutoScalingGroup on resource: arn:aws:autoscaling:x:1:y', autoscaling:DeleteAutoScalingGroup, autoScalingGroupName/orders-1-1"
    })
    void whatIsDeniedIsTheActionThatAwsNames(String message, String action, String resource) {
        assertThat(answered(403, "AccessDenied", message))
                .hasMessageContaining("must allow \"" + action + "\" on \"" + resource + "\".");
    }

    @Test
    void aServiceThatDeniesWithAnotherStatusIsUnderstood() {
        assertThat(answered(400, "AccessDeniedException", "User: arn:aws:iam::1:user/me is not authorized"))
                .hasMessageContaining("A policy of whoever calls must allow");
    }

    @ParameterizedTest
    @CsvSource({"403, ExpiredToken", "400, ExpiredTokenException", "403, InvalidClientTokenId", "401, AuthFailure"})
    void credentialsThatAreNotAcceptedAreNoMatterOfAPolicy(int status, String code) {
        assertThat(answered(status, code, "no"))
                .hasMessageContaining("these credentials are not accepted")
                .hasMessageContaining("Renew them")
                .hasMessageNotContaining("policy");
    }

    @Test
    void aQuotaThatIsReachedSaysWhatToDo() {
        assertThat(answered(400, "TooManyRules", "You have reached the maximum number of rules"))
                .hasMessageContaining("a quota of the account is reached")
                .hasMessageContaining("Remove what nobody needs, or ask AWS for more by Service Quotas.");
    }
}
