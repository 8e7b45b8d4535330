package dev.viridian.aws;

import java.time.Duration;

/**
 * How the load balancer itself looks whether a machine may be sent users: besides the deployment's own checks, and for as long as the machine lives.
 *
 * <pre>{@code
 * TargetChecks.at("/health").every(Duration.ofSeconds(5)).healthyAfter(2)
 * }</pre>
 *
 * <p>The limits are those of
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">CreateTargetGroup</a>.
 *
 * @param path what is asked for, 1 to 1,024 characters; any answer of 200 is a good one
 * @param interval from one question to the next: 5 to 300 seconds
 * @param timeout how long an answer may take: 2 to 120 seconds, less than the interval
 * @param healthy how many good answers in a row make a target healthy: 2 to 10
 * @param unhealthy how many bad ones make it unhealthy: 2 to 10
 */
public record TargetChecks(String path, Duration interval, Duration timeout, int healthy, int unhealthy) {
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
    private static final int LONGEST_PATH = 1024;
    private static final int FEWEST = 2;
    private static final int MOST = 10;

    /** Refuses what AWS would. */
    public TargetChecks {
        if (path.length() > LONGEST_PATH) {
            throw new IllegalArgumentException("The path that a load balancer is to ask for has " + path.length()
                    + " characters. Expected " + LONGEST_PATH + " at most, which is what AWS takes.");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "The path that a load balancer is to ask for is '" + path + "'. Expected one that begins with /.");
        }
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("A load balancer is to ask every " + interval.toSeconds()
                    + " s. Expected 5 to 300 s, which is what AWS takes.");
        }
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0
                || timeout.compareTo(LONGEST_TIMEOUT) > 0
                || timeout.toSeconds() >= interval.toSeconds()) {
            throw new IllegalArgumentException("A load balancer is to wait " + timeout.toSeconds()
                    + " s for an answer. Expected 2 to 120 s, which is what AWS takes, and less than the "
                    + interval.toSeconds() + " s from one question to the next.");
        }
        requireThreshold("healthy", healthy);
        requireThreshold("unhealthy", unhealthy);
    }

    private static void requireThreshold(String what, int answers) {
        if (answers < FEWEST || answers > MOST) {
            throw new IllegalArgumentException("A target is " + what + " after " + answers
                    + " answers. Expected 2 to 10, which is what AWS takes.");
        }
    }

    /** At that path every 5 seconds, 2 seconds to answer, healthy after 2 good answers and unhealthy after 2 bad ones: as quickly as AWS allows. */
    public static TargetChecks at(String path) {
        return new TargetChecks(path, SHORTEST_INTERVAL, SHORTEST_TIMEOUT, FEWEST, FEWEST);
    }

    /** The same, asked that often. */
    public TargetChecks every(Duration time) {
        return new TargetChecks(path, time, timeout, healthy, unhealthy);
    }

    /** The same, with that long to answer. */
    public TargetChecks within(Duration time) {
        return new TargetChecks(path, interval, time, healthy, unhealthy);
    }

    /** The same, healthy after that many good answers in a row. */
    public TargetChecks healthyAfter(int answers) {
        return new TargetChecks(path, interval, timeout, answers, unhealthy);
    }

    /** The same, unhealthy after that many bad answers in a row. */
    public TargetChecks unhealthyAfter(int answers) {
        return new TargetChecks(path, interval, timeout, healthy, answers);
    }
}
