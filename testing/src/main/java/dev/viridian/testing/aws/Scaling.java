package dev.viridian.testing.aws;

import dev.viridian.testing.aws.TargetGroupState.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/**
 * What Auto Scaling groups do by themselves: bring their members to the desired number, each through
 * <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html">its lifecycle</a> with
 * <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html">its hooks</a>, and replace those that are not
 * <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html">healthy</a>.
 */
final class Scaling {
    final Map<String, GroupState> groups = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Instances instances;
    private final Network network;
    private final Templates templates;
    private final Balancing balancing;
    private final Ids ids;

    Scaling(Agenda agenda, Instances instances, Network network, Templates templates, Balancing balancing, Ids ids) {
        this.agenda = agenda;
        this.instances = instances;
        this.network = network;
        this.templates = templates;
        this.balancing = balancing;
        this.ids = ids;
    }

    Agenda agenda() {
        return agenda;
    }

    /** Looks at the group in a moment. */
    void lookAt(GroupState group) {
        lookAt(group, agenda.now().plus(Pace.REACTION));
    }

    private void lookAt(GroupState group, Instant when) {
        if (group.planned.isPresent()
                && !group.planned.get().isAfter(when)
                && group.planned.get().isAfter(agenda.now())) {
            return;
        }
        group.planned = Optional.of(when);
        agenda.at(when, () -> {
            if (group.planned.equals(Optional.of(when))) {
                group.planned = Optional.empty();
                reconcile(group);
            }
        });
    }

    private void reconcile(GroupState group) {
        if (groups.get(group.name) != group) {
            return;
        }
        if (group.isDeleting) {
            if (group.members.isEmpty()) {
                groups.remove(group.name);
            }
            return;
        }
        judgeHealth(group);
        while (group.counting() > group.desired && !group.isSuspended("Terminate")) {
            Optional<Member> victim = victim(group);
            if (victim.isEmpty()) {
                break;
            }
            terminate(victim.get(), "a user request changed the desired capacity, shrinking the capacity");
        }
        while (group.counting() < group.desired && !group.isSuspended("Launch")) {
            if (agenda.now().isBefore(group.nextLaunch)) {
                lookAt(group, group.nextLaunch);
                break;
            }
            launch(group);
        }
    }

    private Doing begin(GroupState group, String description, String cause) {
        Doing doing = new Doing(
                ids.uuid("activity"), group, agenda.now(), description, "At " + agenda.now() + " " + cause + ".");
        group.activities.add(0, doing);
        return doing;
    }

    /** Something that is done as soon as it is said. */
    Activity note(GroupState group, String description) {
        Doing doing = begin(group, description, "it was asked for by a user request");
        doing.finish("Successful", "", agenda.now());
        return doing.described();
    }

    /** In the zone with the fewest; where that is full, in the next, as <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html">the documentation tells</a>. */
    private void launch(GroupState group) {
        List<String> order = group.subnets.stream()
                .sorted(Comparator.comparingLong(subnet -> membersIn(group, network.subnet(subnet).zone)))
                .toList();
        String reason = "the group has no subnet";
        for (String subnet : order) {
            try {
                launched(group, instances.launch(order(group, subnet)));
                return;
            } catch (AwsServiceException e) {
                reason = e.awsErrorDetails().errorMessage();
            }
        }
        Doing doing = begin(
                group,
                "Launching a new EC2 instance.  Status Reason: " + reason,
                "an instance was started in response to a difference between desired and actual capacity");
        doing.finish("Failed", reason + " Launching EC2 instance failed.", agenda.now());
        pause(group);
    }

    /** The next try comes later with every launch that failed in a row. */
    private void pause(GroupState group) {
        Duration pause = Pace.FIRST_PAUSE.multipliedBy(1L << Math.min(group.failedLaunches, 10));
        group.failedLaunches++;
        group.nextLaunch = agenda.now().plus(pause.compareTo(Pace.LONGEST_PAUSE) < 0 ? pause : Pace.LONGEST_PAUSE);
        lookAt(group, group.nextLaunch);
    }

    private static long membersIn(GroupState group, String zone) {
        return group.members.values().stream()
                .filter(Member::counts)
                .filter(member -> member.instance.subnet.zone.equals(zone))
                .count();
    }

    private LaunchOrder order(GroupState group, String subnet) {
        Templates.Template template = templates.require(group.template, null);
        LaunchTemplateVersion version = templates.version(template, group.templateVersion);
        LaunchOrder order = Ec2.order(
                version.launchTemplateData(),
                Optional.of(template.id + ":" + version.versionNumber()),
                Optional.of(group.name),
                subnet);
        group.tags.values().stream()
                .filter(GroupState.GroupTag::goesToInstances)
                .forEach(tag -> order.tags().put(tag.key(), tag.value()));
        order.tags().put("aws:autoscaling:groupName", group.name);
        order.tags().put("aws:ec2launchtemplate:id", template.id);
        order.tags()
                .put("aws:ec2launchtemplate:version", version.versionNumber().toString());
        return order;
    }

    private void launched(GroupState group, Ec2Instance instance) {
        Member member = new Member(instance, group);
        member.isProtected = group.protectsNew;
        member.doing = Optional.of(
                begin(
                        group,
                        "Launching a new EC2 instance: " + instance.id(),
                        "an instance was started in response to a difference between desired and actual capacity, increasing the capacity"));
        group.members.put(member.id(), member);
        instance.watchers.add(() -> changed(member));
    }

    /** The instance is in another state. */
    private void changed(Member member) {
        GroupState group = member.group;
        if (group.members.get(member.id()) != member) {
            return;
        }
        if (member.instance.state == Ec2Instance.State.TERMINATED && member.isLeaving()) {
            leave(member);
        } else if (!member.instance.isAlive()) {
            lookAt(group);
        } else if (member.state.equals("Pending") && member.instance.state == Ec2Instance.State.RUNNING) {
            await(member, Hook.LAUNCHING, "Pending:Wait", () -> proceed(member));
        }
        speakUp(member);
    }

    /** What the instance itself says to its hooks once it has booted. */
    private void speakUp(Member member) {
        Behaviour behaviour = member.instance.behaviour;
        boolean isUp = member.instance.state == Ec2Instance.State.RUNNING
                && member.instance.booted.isPresent()
                && !member.instance.booted.get().isAfter(agenda.now());
        if (!isUp || behaviour.word() == Behaviour.Word.NOTHING || !member.state.equals("Pending:Wait")) {
            return;
        }
        agenda.after(behaviour.hesitation(), () -> {
            if (member.state.equals("Pending:Wait")) {
                List.copyOf(member.waits)
                        .forEach(wait -> complete(member, wait, behaviour.word().name(), ""));
            }
        });
    }

    private interface Next {
        void go();
    }

    /** Waits for all hooks of a transition, each until it is completed or its time is over. */
    private void await(Member member, String transition, String state, Next next) {
        List<Hook> hooks = member.group.hooks(transition);
        if (hooks.isEmpty()) {
            next.go();
            return;
        }
        member.state = state;
        for (Hook hook : hooks) {
            Member.Wait wait = new Member.Wait(hook, ids.uuid("action"), agenda.now());
            member.waits.add(wait);
            watch(member, wait);
        }
        if (transition.equals(Hook.LAUNCHING)) {
            speakUp(member);
        }
    }

    private void watch(Member member, Member.Wait wait) {
        Instant deadline = wait.deadline;
        agenda.at(deadline, () -> {
            if (member.waits.contains(wait) && wait.deadline.equals(deadline)) {
                complete(member, wait, wait.hook.defaultResult(), " (heartbeat timeout)");
            }
        });
    }

    /** Begins the time of an action anew, but not beyond its end. */
    void heartbeat(Member member, Member.Wait wait) {
        Instant later = agenda.now().plus(wait.hook.heartbeat());
        wait.deadline = later.isBefore(wait.end) ? later : wait.end;
        watch(member, wait);
    }

    /** CONTINUE waits for the others; ABANDON does not. Of a termination both go on to the end. */
    void complete(Member member, Member.Wait wait, String result, String how) {
        if (!member.waits.remove(wait)) {
            return;
        }
        boolean isLaunch = member.isPending();
        if (isLaunch && result.equals("ABANDON")) {
            member.waits.clear();
            member.doing.ifPresent(doing -> doing.finish(
                    "Cancelled",
                    "Instance failed to complete user's Lifecycle Action: Lifecycle Action with token " + wait.token
                            + " was abandoned: Lifecycle Action Completed with ABANDON Result" + how,
                    agenda.now()));
            pause(member.group);
            endInstance(
                    member,
                    begin(
                            member.group,
                            "Terminating EC2 instance: " + member.id(),
                            "an instance was taken out of service because its launch was abandoned"));
            return;
        }
        if (result.equals("ABANDON")) {
            member.waits.clear();
        }
        if (member.waits.isEmpty()) {
            if (isLaunch) {
                proceed(member);
            } else {
                member.state = "Terminating:Proceed";
                agenda.after(Pace.STEP, () -> instances.terminate(member.instance, SHUT_DOWN));
            }
        }
    }

    private static final String SHUT_DOWN = "Client.UserInitiatedShutdown: User initiated shutdown";

    private void proceed(Member member) {
        member.state = member.group.hooks(Hook.LAUNCHING).isEmpty() ? "Pending" : "Pending:Proceed";
        agenda.after(Pace.STEP, () -> {
            if (member.isPending() && member.instance.isAlive()) {
                enterService(member);
            }
        });
    }

    /** "Before the instance reaches the InService state … the instance is registered with the load balancer." */
    void enterService(Member member) {
        GroupState group = member.group;
        if (!group.isSuspended("AddToLoadBalancer")) {
            group.targetGroups.forEach(arn -> register(member, arn));
        }
        member.state = "InService";
        member.inService = Optional.of(agenda.now());
        member.doing.ifPresent(doing -> doing.finish("Successful", "", agenda.now()));
        group.failedLaunches = 0;
        lookAt(group);
        lookAgainAfterGrace(group);
    }

    private void lookAgainAfterGrace(GroupState group) {
        agenda.after(group.grace, () -> lookAt(group));
    }

    void register(Member member, String arn) {
        TargetGroupState targets = balancing.groups.get(arn);
        if (targets != null && member.instance.state == Ec2Instance.State.RUNNING) {
            balancing.checks.register(targets, member.id(), targets.settings.port());
        }
    }

    /** The longest time that one of its target groups drains it. */
    Duration deregister(Member member) {
        Duration longest = Duration.ZERO;
        for (String arn : member.group.targetGroups) {
            Duration drain = deregister(member, arn);
            longest = drain.compareTo(longest) > 0 ? drain : longest;
        }
        return longest;
    }

    Duration deregister(Member member, String arn) {
        TargetGroupState targets = balancing.groups.get(arn);
        Duration longest = Duration.ZERO;
        if (targets != null) {
            for (TargetGroupState.Target target : List.copyOf(targets.targets.values())) {
                if (target.id.equals(member.id())) {
                    balancing.checks.deregister(targets, target);
                    longest = target.health == Health.DRAINING ? targets.delay() : longest;
                }
            }
        }
        return longest;
    }

    /** It is deregistered and drained, then its hooks are waited for, then it is terminated. */
    Doing terminate(Member member, String cause) {
        Doing doing = begin(
                member.group,
                "Terminating EC2 instance: " + member.id(),
                "an instance was taken out of service because " + cause);
        member.doing.filter(Doing::isUnderWay).ifPresent(launch -> launch.finish("Cancelled", "", agenda.now()));
        member.waits.clear();
        member.state = "Terminating";
        member.doing = Optional.of(doing);
        if (!member.instance.isAlive()) {
            endInstance(member, doing);
            return doing;
        }
        agenda.after(deregister(member).plus(Pace.STEP), () -> {
            if (member.state.equals("Terminating")) {
                await(
                        member,
                        Hook.TERMINATING,
                        "Terminating:Wait",
                        () -> instances.terminate(member.instance, SHUT_DOWN));
            }
        });
        return doing;
    }

    /** Without draining and hooks. */
    void endInstance(Member member, Doing doing) {
        member.waits.clear();
        member.state = "Terminating";
        member.doing = Optional.of(doing);
        deregister(member);
        if (member.instance.state == Ec2Instance.State.TERMINATED) {
            leave(member);
        } else {
            instances.terminate(member.instance, SHUT_DOWN);
        }
    }

    /** All at once, as a forced deletion does. */
    void endAll(GroupState group) {
        for (Member member : List.copyOf(group.members.values())) {
            if (!member.isLeaving() || member.instance.isAlive()) {
                endInstance(
                        member,
                        begin(group, "Terminating EC2 instance: " + member.id(), "the group was deleted by force"));
            }
        }
        agenda.after(Duration.ofSeconds(5), () -> reconcile(group));
    }

    private void leave(Member member) {
        GroupState group = member.group;
        member.doing.ifPresent(doing -> doing.finish("Successful", "", agenda.now()));
        group.members.remove(member.id());
        lookAt(group);
    }

    /** Marks those that are not well, and replaces them. */
    private void judgeHealth(GroupState group) {
        if (!group.isSuspended("HealthCheck")) {
            for (Member member : group.members.values()) {
                if (isSick(member)) {
                    member.isHealthy = false;
                }
            }
        }
        if (group.isSuspended("ReplaceUnhealthy") || group.isSuspended("Terminate")) {
            return;
        }
        for (Member member : List.copyOf(group.members.values())) {
            if (!member.isHealthy && member.counts()) {
                terminate(
                        member,
                        member.instance.isAlive()
                                ? "of an ELB system health check failure"
                                : "of an EC2 health check indicating it has been terminated or stopped");
            }
        }
    }

    private boolean isSick(Member member) {
        if (!member.instance.isAlive()) {
            return !member.isLeaving();
        }
        boolean isJudged = member.isInService()
                && member.group.looksAtBalancer
                && member.inService.isPresent()
                && !agenda.now().isBefore(member.inService.get().plus(member.group.grace));
        return isJudged && member.group.targetGroups.stream().anyMatch(arn -> isUnhealthyIn(member, arn));
    }

    private boolean isUnhealthyIn(Member member, String arn) {
        TargetGroupState targets = balancing.groups.get(arn);
        return targets != null
                && targets.targets.values().stream()
                        .anyMatch(target -> target.id.equals(member.id()) && target.health == Health.UNHEALTHY);
    }

    /** Somebody tells that a member is not well, or well again. */
    void setHealth(Member member, boolean isHealthy) {
        member.isHealthy = isHealthy;
        lookAt(member.group);
    }

    /**
     * Whom scaling in takes, by <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html">the default policy</a>: in the
     * zone with the most, one of another template version than the group's, else the oldest; never one that is protected.
     */
    private Optional<Member> victim(GroupState group) {
        Map<String, Long> perZone = group.members.values().stream()
                .filter(Member::counts)
                .collect(Collectors.groupingBy(member -> member.instance.subnet.zone, Collectors.counting()));
        Templates.Template template = templates.require(group.template, null);
        String current = template.id + ":"
                + templates.version(template, group.templateVersion).versionNumber();
        Function<Member, Boolean> isCurrent =
                member -> member.instance.order.template().equals(Optional.of(current));
        return group.members.values().stream()
                .filter(Member::counts)
                .filter(member -> !member.isProtected)
                .min(Comparator.<Member>comparingLong(member -> -perZone.getOrDefault(member.instance.subnet.zone, 0L))
                        .thenComparing(isCurrent)
                        .thenComparing(member -> member.instance.launchTime)
                        .thenComparing(Member::id));
    }

    /** Lets health checks of a target group be noticed. */
    void watchTargets(GroupState group, String arn) {
        balancing.group(arn).watchers.add(() -> {
            if (group.targetGroups.contains(arn) && groups.get(group.name) == group) {
                lookAt(group);
            }
        });
    }
}
