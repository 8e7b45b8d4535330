package dev.viridian.aws;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/**
 * What a load balancer is asked before it is known whether its answers still count.
 *
 * @param asked the questions, by the target group that each is about
 */
record HealthAhead(Map<String, SideBySide.Asked<Map<String, TargetHealth>>> asked) implements AutoCloseable {
    static final HealthAhead NOTHING = new HealthAhead(Map.of());

    /** The answer, where that group was asked about. */
    Optional<Map<String, TargetHealth>> of(String targetGroup) {
        return Optional.ofNullable(asked.get(targetGroup)).map(SideBySide.Asked::answer);
    }

    @Override
    public void close() {
        asked.values().forEach(SideBySide.Asked::close);
    }
}
