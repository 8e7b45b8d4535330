package dev.viridian.aws;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * Environments as Auto Scaling groups, each with a target group of its own. The group is made first and removed last: it bears the tags by which an
 * environment is found, so that nothing is ever there that no list shows.
 */
final class GroupEnvironments implements Environments {
    private final AwsSetup setup;
    private final FencingRecord gate;
    private final AutoScalingGroups groups;
    private final TargetGroups targets;
    private final GroupMachines machines;
    private final Front front;
    private final SeenTraffic traffic;
    private final Preconditions preconditions;
    private final KeptMachines kept;
    private final KeptMembers keptMembers;
    private final GroupScaling scaling;
    private final Examination examination;

    GroupEnvironments(
            AwsSetup setup,
            FencingRecord gate,
            AutoScalingGroups groups,
            TargetGroups targets,
            GroupMachines machines,
            Front front,
            Preconditions preconditions,
            KeptMachines kept,
            GroupScaling scaling,
            Examination examination,
            SeenTraffic traffic) {
        this.setup = setup;
        this.gate = gate;
        this.groups = groups;
        this.targets = targets;
        this.machines = machines;
        this.front = front;
        this.preconditions = preconditions;
        this.traffic = traffic;
        this.kept = kept;
        this.scaling = scaling;
        this.examination = examination;
        this.keptMembers = new KeptMembers(setup, kept, groups, targets);
    }

    @Override
    public void requirePossible(EnvironmentSpec spec) {
        preconditions.require(spec);
    }

    @Override
    public Environment create(EnvironmentSpec spec, Fence fence) {
        gate.admit("create " + spec.name(), fence);
        Caller caller = Caller.of(fence);
        Optional<EnvironmentName> live = traffic.lately().sole().filter(name -> !name.equals(spec.name()));
        Map<String, AutoScalingGroup> there = there(spec.name(), live);
        Optional<AutoScalingGroup> group =
                Optional.ofNullable(there.get(spec.name().value()));
        if (group.isEmpty() && !groups.create(spec, live, caller)) {
            group = groups.find(spec.name());
        }
        group.ifPresent(found -> requireSame(spec, found));
        live.flatMap(name -> Optional.ofNullable(there.get(name.value())))
                .filter(this::isOurs)
                .ifPresent(found -> scaling.hold(found, caller));
        if (group.flatMap(AutoScalingGroups::targetGroup).isEmpty()) {
            balance(spec, caller);
        }
        if (group.map(AutoScalingGroup::desiredCapacity).orElse(0) < spec.machines()) {
            group.ifPresentOrElse(
                    found -> scaling.resize(found, spec.machines(), caller),
                    () -> groups.resize(spec.name(), spec.machines(), caller));
        }
        return group.flatMap(found -> find(spec.name())).orElseGet(() -> begun(spec));
    }

    /** The group that is to be made or removed, where it is there, and the live one: asked for at once. */
    private Map<String, AutoScalingGroup> there(EnvironmentName name, Optional<EnvironmentName> live) {
        List<EnvironmentName> names = new ArrayList<>(List.of(name));
        live.ifPresent(names::add);
        Map<String, AutoScalingGroup> there = new HashMap<>();
        groups.find(names).forEach(found -> there.put(found.autoScalingGroupName(), found));
        return there;
    }

    /** What was made this moment has no machine yet. */
    private Environment begun(EnvironmentSpec spec) {
        return new Environment(spec.name(), spec.artifact().revision(), spec.machines(), List.of(), setup.properties());
    }

    private void requireSame(EnvironmentSpec spec, AutoScalingGroup found) {
        String call = "create " + spec.name();
        EnvironmentTags tags = AutoScalingGroups.tags(found)
                .filter(read -> read.belongsTo(setup))
                .orElseThrow(
                        () -> PlatformException.refused(
                                call,
                                "there is an Auto Scaling group of that name which no deployment of "
                                        + setup.application() + " behind "
                                        + setup.entry()
                                        + " has made. Look whose it is; two that are deployed to one account need names of their own."));
        if (!tags.revision().sha256().equals(spec.artifact().revision().sha256())) {
            throw PlatformException.refused(
                    call,
                    "there is one already, and it runs " + tags.revision() + ". Expected "
                            + spec.artifact().revision() + ".");
        }
        if (AutoScalingGroups.isBeingDeleted(found)) {
            throw PlatformException.passing(call, new IllegalStateException("one of that name is still being deleted"));
        }
    }

    /** Machines are registered where they start, so this comes before the first of them. */
    private void balance(EnvironmentSpec spec, Caller caller) {
        String targetGroup = targets.ensure(spec, front.network(), caller);
        front.attach(spec, targetGroup, caller);
        groups.attach(spec.name(), targetGroup, caller);
    }

    @Override
    public Optional<Environment> find(EnvironmentName name) {
        return group(name).map(group -> environments(List.of(group)).get(0));
    }

    @Override
    public List<Environment> list() {
        List<AutoScalingGroup> all = all();
        machines.forgetOthersThan(all);
        return environments(all);
    }

    /** Its group alone is asked, and neither EC2 nor the load balancer for its machines. */
    @Override
    public OptionalInt size(EnvironmentName name) {
        return group(name).stream().mapToInt(AutoScalingGroup::desiredCapacity).findFirst();
    }

    @Override
    public Map<EnvironmentName, Integer> sizes() {
        Map<EnvironmentName, Integer> sizes = new LinkedHashMap<>();
        all().forEach(group -> sizes.put(GroupMachines.name(group), group.desiredCapacity()));
        return sizes;
    }

    private List<AutoScalingGroup> all() {
        return groups.list().stream()
                .filter(group -> AutoScalingGroups.tags(group).isPresent())
                .toList();
    }

    /** Nothing where a group of that name is not one of ours. */
    private Optional<AutoScalingGroup> group(EnvironmentName name) {
        return groups.find(name).filter(this::isOurs);
    }

    private boolean isOurs(AutoScalingGroup group) {
        return AutoScalingGroups.tags(group)
                .filter(tags -> tags.belongsTo(setup))
                .isPresent();
    }

    private List<Environment> environments(List<AutoScalingGroup> found) {
        Map<EnvironmentName, List<Machine>> observed = machines.of(found);
        return found.stream()
                .map(group -> environment(group, observed.getOrDefault(GroupMachines.name(group), List.of())))
                .toList();
    }

    private Environment environment(AutoScalingGroup group, List<Machine> observed) {
        EnvironmentName name = GroupMachines.name(group);
        List<Machine> all = new ArrayList<>(observed);
        if (all.size() < group.desiredCapacity()) {
            failedLaunch(name).ifPresent(all::add);
        }
        return new Environment(
                name,
                AutoScalingGroups.tags(group).orElseThrow().revision(),
                group.desiredCapacity(),
                all,
                setup.properties());
    }

    /**
     * A group goes on launching for ever, and says only in its activities that nothing comes of it. After a number of failures in a row that is a machine that has
     * failed, so that the deployment's response to failures decides, and takes the group away in the end.
     */
    private Optional<Machine> failedLaunch(EnvironmentName name) {
        int failures = setup.failingLaunches();
        List<Activity> launches = groups.launches(name, failures);
        boolean open = launches.size() == failures && launches.stream().allMatch(GroupEnvironments::hasFailed);
        return open ? Optional.of(failedLaunch(launches.get(0), failures)) : Optional.empty();
    }

    private Machine failedLaunch(Activity last, int failures) {
        return new Machine(
                new MachineId(last.activityId()),
                "",
                setup.port(),
                Machine.State.FAILED,
                "Auto Scaling failed to launch it, and " + failures + " in a row: " + AutoScalingGroups.told(last)
                        + advice(String.valueOf(last.statusMessage())));
    }

    /** What AWS says has no code here. */
    private static String advice(String why) {
        String found = why.toLowerCase(Locale.ROOT);
        if (found.contains("limit") || found.contains("quota")) {
            return " Remove instances that nobody needs, or ask AWS for more by Service Quotas.";
        }
        return found.contains("capacity")
                ? " AWS has none of that type there now: name subnets of more zones, or a launch template of another type, or try later."
                : "";
    }

    private static boolean hasFailed(Activity activity) {
        return activity.statusCode() == ScalingActivityStatusCode.FAILED
                || activity.statusCode() == ScalingActivityStatusCode.CANCELLED;
    }

    @Override
    public void replace(EnvironmentName name, MachineId machine, Fence fence) {
        gate.admit("replace " + machine, fence);
        AutoScalingGroup group = requireThere("replace " + machine + " of " + name, name);
        group.instances().stream()
                .filter(member -> member.instanceId().equals(machine.value()))
                .filter(member -> !isOnItsWayOut(member.lifecycleStateAsString()))
                .forEach(member -> replace(name, member, Caller.of(fence)));
    }

    private static boolean isOnItsWayOut(String state) {
        return state.startsWith("Terminat") || state.startsWith("Detach");
    }

    private void replace(EnvironmentName name, Instance member, Caller caller) {
        if (!keptMembers.insteadOfReplacing(name, member, caller)) {
            groups.terminate(name, member.instanceId(), caller);
        }
    }

    @Override
    public void resize(EnvironmentName name, int machines, Fence fence) {
        gate.admit("resize " + name, fence);
        String call = "resize " + name + " to " + machines;
        AutoScalingGroup group = requireThere(call, name);
        boolean isSo =
                group.desiredCapacity() == machines && group.minSize() <= machines && machines <= group.maxSize();
        if (!isSo) {
            boolean there = scaling.resize(group, machines, Caller.of(fence));
            if (!there) {
                throw notThere(call);
            }
        }
    }

    private AutoScalingGroup requireThere(String call, EnvironmentName name) {
        return group(name).orElseThrow(() -> notThere(call));
    }

    private static PlatformException notThere(String call) {
        return PlatformException.refused(call, "there is no such environment.");
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        return examination.of(name, machine);
    }

    @Override
    public void destroy(EnvironmentName name, Fence fence) {
        gate.admit("destroy " + name, fence);
        Optional<EnvironmentName> live = requireNoTraffic(name).sole();
        Map<String, AutoScalingGroup> there = there(name, live);
        Optional<AutoScalingGroup> group =
                Optional.ofNullable(there.get(name.value())).filter(this::isOurs);
        if (group.isEmpty()) {
            return;
        }
        Instant end = setup.time().now().plus(setup.goneWithin());
        Caller caller = Caller.of(fence);
        live.flatMap(served -> Optional.ofNullable(there.get(served.value())))
                .ifPresent(served -> scaling.putBack(served, caller));
        if (!AutoScalingGroups.isBeingDeleted(group.get())) {
            keptMembers.insteadOfRemoving(group.get(), caller);
            empty(group.get(), end, fence);
        }
        requireGone(name, end);
        kept.sweep(caller);
    }

    private TrafficSplit requireNoTraffic(EnvironmentName name) {
        TrafficSplit routed = traffic.observed();
        if (routed.reaches(name)) {
            throw PlatformException.refused(
                    "destroy " + name, "it gets traffic: " + routed + ". Route the traffic elsewhere before.");
        }
        return routed;
    }

    /** Machines that a group is resized away from are drained by the load balancer before they end; those that are deleted with it are not. */
    private void empty(AutoScalingGroup group, Instant end, Fence fence) {
        EnvironmentName name = GroupMachines.name(group);
        Caller caller = Caller.of(fence);
        groups.resize(name, 0, caller);
        endWhatScalingInSpares(group, caller);
        Optional<AutoScalingGroup> emptied =
                observedUntil(end, name, found -> found.instances().isEmpty());
        gate.admit("destroy " + name, fence);
        List<String> attached = emptied.map(AutoScalingGroup::targetGroupARNs).orElse(List.of());
        targetGroup(name, attached).ifPresent(arn -> {
            front.detach(name, arn, caller);
            if (attached.contains(arn)) {
                groups.detach(name, arn, caller);
            }
            targets.delete(name, arn, caller);
        });
        boolean force = emptied.map(found -> !found.instances().isEmpty()).orElse(false);
        groups.delete(name, force, caller);
    }

    /** What is removed is not scaled in: protection from that, and that somebody has suspended it, have nothing more to keep. */
    private void endWhatScalingInSpares(AutoScalingGroup group, Caller caller) {
        EnvironmentName name = GroupMachines.name(group);
        if (!AutoScalingGroups.isEnding(group)) {
            groups.resumeEnding(name, caller);
        }
        group.instances().stream()
                .filter(Instance::protectedFromScaleIn)
                .filter(member -> !isOnItsWayOut(member.lifecycleStateAsString()))
                .forEach(member -> groups.terminate(name, member.instanceId(), caller));
    }

    /** That of the environment, whether its group still has it or has let go of it already. */
    private Optional<String> targetGroup(EnvironmentName name, List<String> attached) {
        Optional<String> own = attached.stream().filter(arn -> isOf(name, arn)).findFirst();
        return own.isPresent() ? own : targets.find(name).filter(arn -> isOf(name, arn));
    }

    private boolean isOf(EnvironmentName name, String targetGroup) {
        return targets.owner(targetGroup).equals(Optional.of(name));
    }

    private void requireGone(EnvironmentName name, Instant end) {
        if (observedUntil(end, name, found -> false).isPresent()) {
            throw PlatformException.passing(
                    "wait until all of " + name + " is gone",
                    new IllegalStateException(
                            "it is not, after " + setup.goneWithin().toSeconds() + " s"));
        }
    }

    /** Its group as it was when that was so, or else at the end; nothing where it is gone. */
    private Optional<AutoScalingGroup> observedUntil(
            Instant end, EnvironmentName name, Predicate<AutoScalingGroup> reached) {
        while (true) {
            Optional<AutoScalingGroup> found = group(name);
            if (found.isEmpty()
                    || reached.test(found.get())
                    || !setup.time().now().isBefore(end)) {
                return found;
            }
            setup.time().sleep(setup.pace());
        }
    }
}
