package dev.viridian.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which topic of SNS: {@code arn:aws:sns:eu-central-1:123456789012:deployments}.
 *
 * @param text as it was given
 * @param region where it is
 * @param fifo whether it keeps messages in order and drops those that come twice
 */
record TopicArn(String text, String region, boolean fifo) {
    private static final Pattern FORM = Pattern.compile(
            "arn:aws[a-z-]*:sns:(?<region>[a-z]+(?:-[a-z]+)+-\\d):\\d{12}:(?<name>[\\w-]{1,256}|[\\w-]{1,251}\\.fifo)");

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is none
     */
    static TopicArn parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not the ARN of a topic of SNS: '" + text
                    + "'. Expected one such as arn:aws:sns:eu-central-1:123456789012:deployments.");
        }
        return new TopicArn(text, parts.group("region"), parts.group("name").endsWith(".fifo"));
    }

    @Override
    public String toString() {
        return text;
    }
}
