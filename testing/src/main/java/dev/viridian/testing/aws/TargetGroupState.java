package dev.viridian.testing.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** A target group and its targets. */
final class TargetGroupState {
    static final String DELAY = "deregistration_delay.timeout_seconds";
    static final String STICKY = "stickiness.enabled";

    final String arn;
    final Instant created;
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, String> attributes = new LinkedHashMap<>();
    final Map<String, Target> targets = new LinkedHashMap<>();
    final List<Runnable> watchers = new ArrayList<>();
    final Served served = new Served();

    TargetGroup settings;
    Optional<String> balancer = Optional.empty();
    Instant balancedFrom = Instant.EPOCH;
    int turn;

    TargetGroupState(TargetGroup settings, Instant created) {
        this.arn = settings.targetGroupArn();
        this.settings = settings;
        this.created = created;
        attributes.put(DELAY, "300");
        attributes.put("slow_start.duration_seconds", "0");
        attributes.put(STICKY, "false");
        attributes.put("stickiness.type", "lb_cookie");
        attributes.put("stickiness.lb_cookie.duration_seconds", "86400");
        attributes.put("load_balancing.algorithm.type", "round_robin");
    }

    /** Where a target is: <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">its health status</a>. */
    enum Health {
        INITIAL,
        HEALTHY,
        UNHEALTHY,
        DRAINING,
        UNUSED
    }

    /** A target. */
    static final class Target {
        final String id;
        final int port;
        Health health = Health.UNUSED;
        String reason = "Target.NotInUse";
        String description = "Target group is not configured to receive traffic from the load balancer";
        Instant firstCheck = Instant.EPOCH;
        /** Checks that were planned before this number went up are not made. */
        int checks;

        boolean isWaiting;
        int passed;
        int failed;

        Target(String id, int port) {
            this.id = id;
            this.port = port;
        }

        String key() {
            return id + ":" + port;
        }

        void become(Health now, String why, String inWords) {
            health = now;
            reason = why;
            description = inWords;
        }
    }

    boolean isUsed() {
        return balancer.isPresent();
    }

    /** Whether a user who comes again is sent to the same target; the users here keep no cookies. */
    boolean isSticky() {
        return Boolean.parseBoolean(attributes.get(STICKY));
    }

    Duration delay() {
        return Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(DELAY, "300")));
    }

    Duration interval() {
        return Duration.ofSeconds(settings.healthCheckIntervalSeconds());
    }

    /** Whether a status is one that its matcher names: {@code 200}, {@code 200,202}, {@code 200-299}. */
    boolean accepts(int status) {
        for (String part : settings.matcher().httpCode().split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            if (status >= Integer.parseInt(ends[0]) && status <= Integer.parseInt(ends[ends.length - 1])) {
                return true;
            }
        }
        return false;
    }
}
