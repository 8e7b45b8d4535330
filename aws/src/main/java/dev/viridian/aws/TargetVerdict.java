package dev.viridian.aws;

import dev.viridian.Machine;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * What follows from what a load balancer says of a machine. Only {@code healthy} is good; an answer that says nothing is none.
 *
 * @param detail empty where it is {@link Machine.State#RUNNING}
 */
record TargetVerdict(Machine.State state, String detail) {
    /** Of what it says, where it knows the machine. */
    static TargetVerdict of(Optional<TargetHealth> target) {
        if (target.isEmpty()) {
            return new TargetVerdict(Machine.State.STARTING, "load balancer: not registered yet");
        }
        TargetHealthStateEnum state = target.get().state();
        String detail = "load balancer: " + target.get().stateAsString() + reason(target);
        if (state == TargetHealthStateEnum.HEALTHY) {
            return new TargetVerdict(Machine.State.RUNNING, "");
        }
        if (state == TargetHealthStateEnum.INITIAL) {
            return new TargetVerdict(Machine.State.STARTING, detail);
        }
        if (state == TargetHealthStateEnum.DRAINING) {
            return new TargetVerdict(Machine.State.STOPPING, detail);
        }
        return new TargetVerdict(Machine.State.UNKNOWN, detail);
    }

    /** Why it says so, to be put after it. */
    static String reason(Optional<TargetHealth> target) {
        return target.map(TargetHealth::description)
                .filter(text -> !text.isBlank())
                .map(text -> ", " + text)
                .orElse("");
    }
}
