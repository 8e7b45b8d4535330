package dev.viridian.testing.aws;

import dev.viridian.testing.aws.TargetGroupState.Health;
import dev.viridian.testing.aws.TargetGroupState.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a load balancer knows of its targets, by <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">the
 * rules of its health checks</a>: a new target is healthy with the first check that it passes; one that failed the unhealthy threshold in a row is unhealthy, and
 * healthy again after the healthy threshold. They begin when the load balancer is there. Checks whose outcome is known beforehand are not made.
 */
final class HealthChecks {
    private final Agenda agenda;
    private final Instances instances;

    HealthChecks(Agenda agenda, Instances instances) {
        this.agenda = agenda;
        this.instances = instances;
    }

    void register(TargetGroupState group, String id, int port) {
        Target there = group.targets.get(id + ":" + port);
        if (there != null && there.health != Health.DRAINING) {
            return;
        }
        Target target = new Target(id, port);
        if (there != null) {
            there.checks++;
        }
        group.targets.put(target.key(), target);
        instanceOf(group, target).ifPresent(instance -> instance.watchers.add(() -> wake(group, target)));
        if (group.isUsed()) {
            start(group, target);
        }
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html">Drained for the deregistration delay</a>; at once where no load balancer uses the group. */
    void deregister(TargetGroupState group, Target target) {
        if (target.health == Health.DRAINING) {
            return;
        }
        target.checks++;
        if (!group.isUsed() || target.health == Health.UNUSED || group.delay().isZero()) {
            group.targets.remove(target.key(), target);
            return;
        }
        target.become(Health.DRAINING, "Target.DeregistrationInProgress", "Target deregistration is in progress");
        agenda.after(group.delay(), () -> group.targets.remove(target.key(), target));
    }

    /** A load balancer uses the group from now on, or none does any more. */
    void used(TargetGroupState group, Optional<String> balancer) {
        boolean before = group.isUsed();
        group.balancer = balancer;
        if (before == group.isUsed()) {
            return;
        }
        for (Target target : List.copyOf(group.targets.values())) {
            if (target.health == Health.DRAINING) {
                continue;
            }
            if (group.isUsed()) {
                start(group, target);
            } else {
                target.checks++;
                target.become(
                        Health.UNUSED,
                        "Target.NotInUse",
                        "Target group is not configured to receive traffic from the load balancer");
            }
        }
    }

    private void start(TargetGroupState group, Target target) {
        target.become(Health.INITIAL, "Elb.RegistrationInProgress", "Target registration is in progress");
        target.passed = 0;
        target.failed = 0;
        Instant registered = agenda.now().plus(Pace.REGISTRATION);
        target.firstCheck = registered.isBefore(group.balancedFrom) ? group.balancedFrom : registered;
        plan(group, target, target.firstCheck);
    }

    private void plan(TargetGroupState group, Target target, Instant when) {
        int number = ++target.checks;
        target.isWaiting = false;
        agenda.at(when, () -> {
            if (number == target.checks) {
                check(group, target);
            }
        });
    }

    private void check(TargetGroupState group, Target target) {
        Optional<Ec2Instance> instance = instanceOf(group, target);
        if (instance.isPresent() && !instance.get().isAlive()) {
            target.become(Health.UNUSED, "Target.InvalidState", "Target is in the terminated state");
            return;
        }
        Optional<Reply> reply = instance.flatMap(asked -> asked.reply(group.settings.healthCheckPath(), agenda.now()));
        boolean passed = reply.isPresent() && group.accepts(reply.get().status());
        Health before = target.health;
        judge(group, target, passed, reply);
        planNext(group, target, passed, instance);
        if (before != target.health) {
            List.copyOf(group.watchers).forEach(Runnable::run);
        }
    }

    private static void judge(TargetGroupState group, Target target, boolean passed, Optional<Reply> reply) {
        target.passed = passed ? target.passed + 1 : 0;
        target.failed = passed ? 0 : target.failed + 1;
        boolean isNew = target.health == Health.INITIAL;
        if (passed && (isNew || target.passed >= group.settings.healthyThresholdCount())) {
            target.become(Health.HEALTHY, "", "");
        } else if (target.failed >= group.settings.unhealthyThresholdCount()) {
            target.become(
                    Health.UNHEALTHY,
                    reply.isPresent() ? "Target.ResponseCodeMismatch" : "Target.FailedHealthChecks",
                    reply.map(answer -> "Health checks failed with these codes: [" + answer.status() + "]")
                            .orElse("Health checks failed"));
        } else if (isNew) {
            target.become(Health.INITIAL, "Elb.InitialHealthChecking", "Initial health checks in progress");
        }
    }

    /** Where the state and the answers agree, nothing changes until the instance answers otherwise. */
    private void planNext(TargetGroupState group, Target target, boolean passed, Optional<Ec2Instance> instance) {
        boolean isSettled = passed ? target.health == Health.HEALTHY : target.health == Health.UNHEALTHY;
        if (!isSettled) {
            plan(group, target, agenda.now().plus(group.interval()));
            return;
        }
        Optional<Instant> turn = instance.flatMap(asked -> asked.nextTurn(agenda.now()));
        if (turn.isPresent()) {
            plan(group, target, onBeat(group, target, turn.get()));
        } else {
            target.checks++;
        }
        target.isWaiting = true;
    }

    /** The instance is in another state. */
    private void wake(TargetGroupState group, Target target) {
        if (group.targets.get(target.key()) != target || target.health == Health.DRAINING) {
            return;
        }
        Optional<Ec2Instance> instance = instanceOf(group, target);
        if (instance.isPresent() && !instance.get().isAlive()) {
            ended(group, target, instance.get());
        } else if (target.isWaiting && target.health != Health.UNUSED) {
            plan(group, target, onBeat(group, target, agenda.now()));
        }
    }

    /** The settings are others. */
    void wakeAll(TargetGroupState group) {
        List.copyOf(group.targets.values()).forEach(target -> {
            if (target.health != Health.DRAINING && target.health != Health.UNUSED) {
                plan(group, target, onBeat(group, target, agenda.now()));
            }
        });
    }

    private void ended(TargetGroupState group, Target target, Ec2Instance instance) {
        target.checks++;
        target.become(Health.UNUSED, "Target.InvalidState", "Target is in the terminated state");
        if (instance.state == Ec2Instance.State.TERMINATED) {
            group.targets.remove(target.key(), target);
        }
        List.copyOf(group.watchers).forEach(Runnable::run);
    }

    /** The first check at that time or later. */
    private static Instant onBeat(TargetGroupState group, Target target, Instant time) {
        long interval = group.interval().toNanos();
        long passed = Math.max(0, Duration.between(target.firstCheck, time).toNanos());
        return target.firstCheck.plusNanos((passed + interval - 1) / interval * interval);
    }

    Optional<Ec2Instance> instanceOf(TargetGroupState group, Target target) {
        return group.settings.targetTypeAsString().equals("ip")
                ? instances.at(target.id)
                : Optional.ofNullable(instances.all.get(target.id));
    }
}
