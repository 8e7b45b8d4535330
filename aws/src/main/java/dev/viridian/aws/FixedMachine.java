package dev.viridian.aws;

import dev.viridian.Machine;
import dev.viridian.MachineId;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/**
 * A machine without a group, as EC2 and the load balancer see it. Only what both call good is {@link Machine.State#RUNNING}: it runs, has passed its
 * <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html">status checks</a>, and is healthy at the load balancer.
 *
 * @param instance what EC2 says of it
 * @param status what EC2 finds when it checks it, where it says so
 * @param target what the load balancer says, where it knows it
 */
record FixedMachine(Instance instance, Optional<InstanceStatus> status, Optional<TargetHealth> target) {
    private static final Set<InstanceStateName> THERE = Set.of(
            InstanceStateName.PENDING,
            InstanceStateName.RUNNING,
            InstanceStateName.STOPPING,
            InstanceStateName.STOPPED);

    /** Neither has anything against it, and one of them does not know yet. */
    private static final Set<SummaryStatus> EARLY = Set.of(SummaryStatus.OK, SummaryStatus.INITIALIZING);

    /** Whether it is there, in whatever state: one that was stopped can be started again. */
    static boolean isThere(Instance instance) {
        return THERE.contains(instance.state().name());
    }

    static boolean isPending(Instance instance) {
        return instance.state().name() == InstanceStateName.PENDING;
    }

    static boolean runs(Instance instance) {
        return instance.state().name() == InstanceStateName.RUNNING;
    }

    /** Whether it is gone for good, and leaves nothing. */
    static boolean hasEnded(Instance instance) {
        return instance.state().name() == InstanceStateName.TERMINATED;
    }

    Machine on(int port, boolean byPublicAddress) {
        TargetVerdict verdict = verdict();
        String host = byPublicAddress ? instance.publicIpAddress() : instance.privateIpAddress();
        return new Machine(
                new MachineId(instance.instanceId()),
                Optional.ofNullable(host).orElse(""),
                port,
                verdict.state(),
                verdict.detail());
    }

    private TargetVerdict verdict() {
        if (isPending(instance)) {
            return new TargetVerdict(Machine.State.STARTING, "EC2: pending");
        }
        if (instance.state().name() == InstanceStateName.SHUTTING_DOWN) {
            return new TargetVerdict(Machine.State.STOPPING, "EC2: " + stateInWords());
        }
        if (!runs(instance)) {
            return new TargetVerdict(Machine.State.FAILED, "EC2: " + stateInWords());
        }
        TargetVerdict balanced = TargetVerdict.of(target);
        return balanced.state() == Machine.State.RUNNING ? checked() : balanced;
    }

    private String stateInWords() {
        return instance.state().nameAsString()
                + Optional.ofNullable(instance.stateReason())
                        .map(StateReason::message)
                        .filter(reason -> !reason.isEmpty())
                        .map(reason -> ", " + reason)
                        .orElse("");
    }

    private TargetVerdict checked() {
        if (status.isEmpty()) {
            return new TargetVerdict(Machine.State.UNKNOWN, "EC2: says nothing of its status checks");
        }
        SummaryStatus ofHost = status.get().systemStatus().status();
        SummaryStatus ofInstance = status.get().instanceStatus().status();
        if (ofHost == SummaryStatus.OK && ofInstance == SummaryStatus.OK) {
            return new TargetVerdict(Machine.State.RUNNING, "");
        }
        boolean isEarly = EARLY.contains(ofHost) && EARLY.contains(ofInstance);
        return new TargetVerdict(
                isEarly ? Machine.State.STARTING : Machine.State.UNKNOWN, "EC2: " + told(status.get()));
    }

    /** As a person reads it. */
    static String told(InstanceStatus status) {
        return "status checks of the host: " + status.systemStatus().statusAsString() + ", of the instance: "
                + status.instanceStatus().statusAsString();
    }
}
