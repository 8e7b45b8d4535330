package dev.viridian.aws;

import dev.viridian.Machine;
import dev.viridian.MachineId;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/**
 * A machine as the three services see it that know of it. Only what all of them call good is {@link Machine.State#RUNNING}: in service in its group, running, and
 * healthy at the load balancer.
 *
 * @param member what its group says
 * @param instance what EC2 says, where it knows it
 * @param target what the load balancer says, where it knows it
 */
record ObservedMachine(
        software.amazon.awssdk.services.autoscaling.model.Instance member,
        Optional<software.amazon.awssdk.services.ec2.model.Instance> instance,
        Optional<TargetHealth> target) {

    Machine on(int port, boolean byPublicAddress) {
        TargetVerdict verdict = verdict();
        return new Machine(
                new MachineId(member.instanceId()), host(byPublicAddress), port, verdict.state(), verdict.detail());
    }

    private String host(boolean byPublicAddress) {
        return instance.map(found -> byPublicAddress ? found.publicIpAddress() : found.privateIpAddress())
                .orElse("");
    }

    private TargetVerdict verdict() {
        String state = member.lifecycleStateAsString();
        if (isLeaving(state)) {
            return new TargetVerdict(Machine.State.STOPPING, "Auto Scaling: " + state);
        }
        if (hasEnded()) {
            return new TargetVerdict(Machine.State.FAILED, "EC2: " + ended());
        }
        if (!isInService(member)) {
            return new TargetVerdict(Machine.State.STARTING, "Auto Scaling: " + state);
        }
        if (isCalledUnhealthy(member)) {
            return new TargetVerdict(
                    Machine.State.FAILED,
                    "Auto Scaling: unhealthy, and about to be replaced" + TargetVerdict.reason(target));
        }
        return instance.isEmpty()
                ? new TargetVerdict(Machine.State.UNKNOWN, "EC2 does not know it, or not yet")
                : TargetVerdict.of(target);
    }

    static boolean isInService(software.amazon.awssdk.services.autoscaling.model.Instance member) {
        return member.lifecycleState() == LifecycleState.IN_SERVICE;
    }

    /** Whether its group takes it for lost. */
    static boolean isCalledUnhealthy(software.amazon.awssdk.services.autoscaling.model.Instance member) {
        return "Unhealthy".equalsIgnoreCase(member.healthStatus());
    }

    /** By its words, since a client that is older than a state has no constant for it. */
    private static boolean isLeaving(String state) {
        return state.startsWith("Terminat")
                || state.startsWith("Detach")
                || state.equals("EnteringStandby")
                || state.equals("Standby");
    }

    private boolean hasEnded() {
        return instance.map(found -> found.state().name())
                .filter(state -> state != InstanceStateName.PENDING && state != InstanceStateName.RUNNING)
                .isPresent();
    }

    private String ended() {
        return instance.map(found -> found.state().nameAsString()
                        + Optional.ofNullable(found.stateReason())
                                .map(reason -> ", " + reason.message())
                                .orElse(""))
                .orElse("");
    }
}
