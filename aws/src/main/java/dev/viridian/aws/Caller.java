package dev.viridian.aws;

import dev.viridian.spi.Fence;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * In whose name a call is made: it stands in the request's user agent, and so in CloudTrail.
 *
 * @param name the deployment, or the application where it is none's
 */
record Caller(String name) {
    private static final String PRODUCT = "viridian";

    /** What <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">a token</a> may not hold. */
    private static final Pattern NOT_IN_A_TOKEN = Pattern.compile("[^A-Za-z0-9!#$%&'*+.^_`|~-]");

    /** The deployment whose effect it is: an idempotency token begins with it. */
    static Caller of(Fence fence) {
        String token = fence.idempotencyToken();
        int end = token.indexOf('/');
        return new Caller(end < 0 ? token : token.substring(0, end));
    }

    /** What a request's builder is told. */
    Consumer<AwsRequestOverrideConfiguration.Builder> inUserAgent() {
        String version = NOT_IN_A_TOKEN.matcher(name).replaceAll("_");
        return configuration ->
                configuration.addApiName(api -> api.name(PRODUCT).version(version));
    }
}
