package dev.viridian.testing.aws;

import java.time.Duration;

/** A lifecycle hook. */
record Hook(
        String name,
        String transition,
        Duration heartbeat,
        String defaultResult,
        String target,
        String role,
        String metadata) {
    static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
    static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
    private static final Duration LONGEST = Duration.ofDays(2);

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html">48 hours or 100 times the heartbeat timeout, whichever is smaller.</a> */
    Duration most() {
        Duration hundred = heartbeat.multipliedBy(100);
        return hundred.compareTo(LONGEST) < 0 ? hundred : LONGEST;
    }
}
