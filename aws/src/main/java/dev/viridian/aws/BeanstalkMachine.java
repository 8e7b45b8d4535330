package dev.viridian.aws;

import dev.viridian.Machine;
import dev.viridian.MachineId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.elasticbeanstalk.model.Deployment;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;

/**
 * A machine as EC2 and Elastic Beanstalk see it. It is {@link Machine.State#RUNNING} when it runs, its environment is launched, and
 * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced-status.html">its health is green</a> with the application version on it that was made for
 * its environment and is called like it: somebody may have deployed another one by hand.
 *
 * @param health what Elastic Beanstalk says of it, where it says something
 */
record BeanstalkMachine(Instance instance, EnvironmentDescription environment, Optional<SingleInstanceHealth> health) {
    private static final Set<String> GREEN = Set.of("ok", "info");
    private static final String PENDING = "pending";

    Machine at(String host, int port) {
        TargetVerdict verdict = verdict();
        return new Machine(new MachineId(instance.instanceId()), host, port, verdict.state(), verdict.detail());
    }

    private TargetVerdict verdict() {
        InstanceStateName state = instance.state().name();
        if (state == InstanceStateName.PENDING) {
            return new TargetVerdict(Machine.State.STARTING, "EC2: pending");
        }
        if (state == InstanceStateName.SHUTTING_DOWN || environment.status() == EnvironmentStatus.TERMINATING) {
            return new TargetVerdict(
                    Machine.State.STOPPING, "EC2: " + instance.state().nameAsString());
        }
        if (state != InstanceStateName.RUNNING) {
            return new TargetVerdict(
                    Machine.State.FAILED, "EC2: " + instance.state().nameAsString());
        }
        if (environment.status() == EnvironmentStatus.LAUNCHING) {
            return new TargetVerdict(
                    Machine.State.STARTING, "Elastic Beanstalk: its environment is Launching" + also());
        }
        return health.map(this::judged)
                .orElseGet(() ->
                        new TargetVerdict(Machine.State.UNKNOWN, "Elastic Beanstalk: says nothing of its health"));
    }

    private TargetVerdict judged(SingleInstanceHealth found) {
        String status = String.valueOf(found.healthStatus()).toLowerCase(Locale.ROOT);
        if (status.equals(PENDING)) {
            return new TargetVerdict(Machine.State.STARTING, "Elastic Beanstalk: " + told(found));
        }
        if (!GREEN.contains(status)) {
            return new TargetVerdict(Machine.State.UNKNOWN, "Elastic Beanstalk: " + told(found));
        }
        String label = Optional.ofNullable(found.deployment())
                .map(Deployment::versionLabel)
                .orElseGet(environment::versionLabel);
        return environment.environmentName().equals(label)
                ? new TargetVerdict(Machine.State.RUNNING, "")
                : new TargetVerdict(
                        Machine.State.UNKNOWN,
                        "Elastic Beanstalk: the application version " + label + " is on it. Expected "
                                + environment.environmentName() + ", by whose name the deployment made it");
    }

    private String also() {
        return health.map(found -> ", the machine " + told(found)).orElse("");
    }

    /** As a person reads it. */
    static String told(SingleInstanceHealth health) {
        List<String> causes = health.causes();
        return health.healthStatus() + " (" + health.color() + ")"
                + (causes.isEmpty() ? "" : ": " + String.join(" ", causes));
    }
}
