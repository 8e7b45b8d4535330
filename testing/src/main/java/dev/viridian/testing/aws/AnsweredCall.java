package dev.viridian.testing.aws;

import java.time.Instant;

/**
 * What came of a call.
 *
 * @param at when it was answered
 * @param answer {@code ok}, or the error's code or name
 */
public record AnsweredCall(AwsCall call, Instant at, String answer) {
    /** What a call is answered that went well. */
    public static final String OK = "ok";

    @Override
    public String toString() {
        return at + " " + call + " → " + answer;
    }
}
