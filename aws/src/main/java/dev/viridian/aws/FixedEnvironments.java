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
import dev.viridian.spi.TrafficRouter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Environments as instances without a group, registered in a target group of their own. The target group is made first and removed last: it bears the tags by which an environment is found,
 * how many machines it is to have among them. Each change first writes that number, and then brings the instances to it; whoever repeats one begins with what is there.
 */
final class FixedEnvironments implements Environments {
    /** What has just been launched may not be found yet: nothing is gone before it was not found twice. */
    private static final int LOOKS_UNTIL_GONE = 2;

    private final AwsSetup setup;
    private final FencingRecord gate;
    private final FixedSets sets;
    private final TargetGroups targets;
    private final Instances instances;
    private final FixedLaunch launches;
    private final Front front;
    private final Preconditions preconditions;
    private final KeptMachines kept;
    private final Examination examination;
    private final TrafficRouter traffic;
    private final Turns turns;

    FixedEnvironments(
            AwsSetup setup,
            FencingRecord gate,
            FixedSets sets,
            TargetGroups targets,
            Instances instances,
            FixedLaunch launches,
            Front front,
            Preconditions preconditions,
            KeptMachines kept,
            Examination examination,
            TrafficRouter traffic) {
        this.setup = setup;
        this.gate = gate;
        this.sets = sets;
        this.targets = targets;
        this.instances = instances;
        this.launches = launches;
        this.front = front;
        this.preconditions = preconditions;
        this.kept = kept;
        this.examination = examination;
        this.traffic = traffic;
        this.turns = new Turns(setup.time(), setup.pace());
    }

    /**
     * A change of one environment.
     *
     * @param doing what it is, for errors
     * @param end when it is given up
     */
    private record Change(String doing, EnvironmentName name, Fence fence, Instant end) {
        Caller caller() {
            return Caller.of(fence);
        }
    }

    private Change change(String doing, EnvironmentName name, Fence fence) {
        return new Change(doing, name, fence, setup.time().now().plus(setup.comesUpWithin()));
    }

    private void admit(Change change) {
        gate.admit(change.doing, change.fence);
    }

    @Override
    public void requirePossible(EnvironmentSpec spec) {
        preconditions.require(spec);
    }

    @Override
    public Environment create(EnvironmentSpec spec, Fence fence) {
        return turns.alone(spec.name(), () -> {
            Change change = change("create " + spec.name(), spec.name(), fence);
            admit(change);
            Optional<FixedSet> there = sets.look(spec.name());
            there.ifPresent(found -> requireSame(change, spec, found));
            int machines = Math.max(spec.machines(), there.map(FixedSet::wanted).orElse(0));
            balance(change, spec, machines);
            settle(change);
            return find(spec.name())
                    .orElseGet(() -> new Environment(
                            spec.name(), spec.artifact().revision(), machines, List.of(), setup.properties()));
        });
    }

    private static void requireSame(Change change, EnvironmentSpec spec, FixedSet found) {
        if (!found.tags().revision().sha256().equals(spec.artifact().revision().sha256())) {
            throw PlatformException.refused(
                    change.doing,
                    "there is one already, and it runs " + found.tags().revision() + ". Expected "
                            + spec.artifact().revision() + ".");
        }
        if (found.isLeaving()) {
            throw PlatformException.passing(
                    change.doing, new IllegalStateException("one of that name is still being removed"));
        }
    }

    /** Its record comes before the first machine, and so does what looks after it. */
    private void balance(Change change, EnvironmentSpec spec, int machines) {
        Map<String, String> more = Map.of(
                EnvironmentTags.ARTIFACT,
                TagText.of(spec.artifact().location()),
                FixedSet.MACHINES,
                Integer.toString(machines));
        String group = targets.ensure(spec, front.network(), more, change.caller());
        Optional<String> written = Optional.ofNullable(targets.tags(group).get(FixedSet.MACHINES));
        if (written.isEmpty()) {
            throw PlatformException.refused(
                    change.doing,
                    "there is a target group of that name which is not one of instances without a group. Look whose it is, and remove it if it is nobody's: "
                            + group);
        }
        if (!written.get().equals(Integer.toString(machines))) {
            targets.tag(spec.name(), group, FixedSet.MACHINES, Integer.toString(machines), change.caller());
        }
        front.attach(spec, group, change.caller());
    }

    /** Brings the instances to the number that is written, and registers them; they may still be starting then. */
    private void settle(Change change) {
        Map<String, Instance> launched = new LinkedHashMap<>();
        boolean hasLaunched = false;
        while (true) {
            FixedSet set = require(change).with(launched.values());
            if (set.hasTooMany()) {
                admit(change);
                end(change, set, surplus(set));
            } else if (set.missing() > 0 && !hasLaunched) {
                admit(change);
                launched.putAll(launches.launch(set, change.fence));
                hasLaunched = true;
            } else if (set.there().stream().noneMatch(FixedMachine::isPending)) {
                register(change, set);
                return;
            } else {
                awaitNext(change, "all instances of " + change.name + " run");
            }
        }
    }

    private FixedSet require(Change change) {
        return sets.look(change.name)
                .filter(set -> set.group().isPresent())
                .orElseThrow(() -> PlatformException.refused(change.doing, "there is no such environment."));
    }

    private void awaitNext(Change change, String wanted) {
        if (!setup.time().now().isBefore(change.end)) {
            throw PlatformException.passing(
                    "wait until " + wanted,
                    new IllegalStateException(
                            "it is not so in time, " + setup.comesUpWithin().toSeconds() + " s"));
        }
        setup.time().sleep(setup.pace());
    }

    /** "If the target is an EC2 instance, it must be in the running state when you register it." */
    private void register(Change change, FixedSet set) {
        Map<String, TargetHealth> known = health(set);
        List<String> unknown = set.there().stream()
                .filter(FixedMachine::runs)
                .map(Instance::instanceId)
                .filter(id -> !known.containsKey(id))
                .toList();
        if (!unknown.isEmpty()) {
            admit(change);
            targets.register(change.name, set.group().orElseThrow(), unknown, change.caller());
        }
    }

    private Map<String, TargetHealth> health(FixedSet set) {
        return set.group().map(arn -> targets.health(set.name(), arn)).orElse(Map.of());
    }

    /** Those that are not well first, then of the subnet that has the most, then the youngest. */
    private List<Instance> surplus(FixedSet set) {
        Map<String, TargetHealth> health = health(set);
        List<Instance> there = new ArrayList<>(set.there());
        List<Instance> surplus = new ArrayList<>();
        while (there.size() > set.wanted()) {
            Map<String, Long> sizes =
                    there.stream().collect(Collectors.groupingBy(FixedEnvironments::subnet, Collectors.counting()));
            Instance leaving = there.stream()
                    .max(Comparator.<Instance, Boolean>comparing(
                                    instance -> !isHealthy(health.get(instance.instanceId())))
                            .thenComparing(instance -> sizes.get(subnet(instance)))
                            .thenComparing(Instance::launchTime)
                            .thenComparing(Instance::instanceId))
                    .orElseThrow();
            there.remove(leaving);
            surplus.add(leaving);
        }
        return surplus;
    }

    private static String subnet(Instance instance) {
        return Optional.ofNullable(instance.subnetId()).orElse("");
    }

    private static boolean isHealthy(@Nullable TargetHealth health) {
        return health != null && health.state() == TargetHealthStateEnum.HEALTHY;
    }

    /** The load balancer lets them finish what they have, and then they end. */
    private void end(Change change, FixedSet set, List<Instance> leaving) {
        letGo(change, set, leaving);
        admit(change);
        launches.end(leaving, change.caller());
    }

    /** Where that takes too long they are ended all the same. */
    private void letGo(Change change, FixedSet set, List<Instance> leaving) {
        Map<String, TargetHealth> known = health(set);
        List<String> registered = leaving.stream()
                .map(Instance::instanceId)
                .filter(known::containsKey)
                .toList();
        if (registered.isEmpty()) {
            return;
        }
        targets.deregister(change.name, set.group().orElseThrow(), registered, change.caller());
        while (setup.time().now().isBefore(change.end) && mayServe(health(set), registered)) {
            setup.time().sleep(setup.pace());
        }
    }

    /** Whatever else is said of what was just deregistered may have been true before that, and then it drains now. */
    private static boolean mayServe(Map<String, TargetHealth> health, List<String> leaving) {
        return leaving.stream()
                .map(health::get)
                .anyMatch(found -> found != null && found.state() != TargetHealthStateEnum.UNUSED);
    }

    @Override
    public Optional<Environment> find(EnvironmentName name) {
        return sets.look(name).map(set -> environments(List.of(set)).get(0));
    }

    @Override
    public List<Environment> list() {
        return environments(sets.list());
    }

    /** Neither the load balancer is asked for its machines nor EC2 what it finds of them. */
    @Override
    public OptionalInt size(EnvironmentName name) {
        return sets.look(name).stream().mapToInt(FixedSet::wanted).findFirst();
    }

    @Override
    public Map<EnvironmentName, Integer> sizes() {
        Map<EnvironmentName, Integer> sizes = new LinkedHashMap<>();
        sets.list().forEach(set -> sizes.put(set.name(), set.wanted()));
        return sizes;
    }

    private List<Environment> environments(List<FixedSet> found) {
        List<Instance> running = found.stream()
                .flatMap(set -> set.there().stream())
                .filter(FixedMachine::runs)
                .toList();
        Map<String, InstanceStatus> statuses = instances.statuses(running);
        return found.stream().map(set -> environment(set, statuses)).toList();
    }

    private Environment environment(FixedSet set, Map<String, InstanceStatus> statuses) {
        Map<String, TargetHealth> health = set.there().isEmpty() ? Map.of() : health(set);
        List<Machine> machines = set.shown().stream()
                .map(instance -> new FixedMachine(
                                instance,
                                Optional.ofNullable(statuses.get(instance.instanceId())),
                                Optional.ofNullable(health.get(instance.instanceId())))
                        .on(setup.port(), setup.isReachedByPublicAddress()))
                .map(machine -> front.behind(set.name(), machine))
                .toList();
        return new Environment(set.name(), set.tags().revision(), set.wanted(), machines, setup.properties());
    }

    @Override
    public void replace(EnvironmentName name, MachineId machine, Fence fence) {
        turns.alone(name, () -> {
            Change change = change("replace " + machine + " of " + name, name, fence);
            admit(change);
            FixedSet set = require(change);
            List<Instance> leaving = set.there().stream()
                    .filter(instance -> instance.instanceId().equals(machine.value()))
                    .toList();
            if (leaving.stream().anyMatch(this::canBeKept)) {
                keep(change, set, leaving);
            } else if (!leaving.isEmpty()) {
                end(change, set, leaving);
            }
            settle(change);
            return true;
        });
    }

    private boolean canBeKept(Instance instance) {
        return setup.keeping().isPresent() && FixedMachine.runs(instance);
    }

    /** It runs on without users, and is of no environment any more. */
    private void keep(Change change, FixedSet set, List<Instance> leaving) {
        letGo(change, set, leaving);
        leaving.forEach(instance -> kept.mark(instance.instanceId(), change.caller()));
    }

    @Override
    public void resize(EnvironmentName name, int machines, Fence fence) {
        turns.alone(name, () -> {
            Change change = change("resize " + name + " to " + machines, name, fence);
            admit(change);
            FixedSet set = require(change);
            if (set.wanted() != machines || set.isLeaving()) {
                targets.tag(
                        name,
                        set.group().orElseThrow(),
                        FixedSet.MACHINES,
                        Integer.toString(machines),
                        change.caller());
            }
            settle(change);
            return true;
        });
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        return examination.of(name, machine);
    }

    @Override
    public void destroy(EnvironmentName name, Fence fence) {
        turns.alone(name, () -> {
            Change change = new Change(
                    "destroy " + name, name, fence, setup.time().now().plus(setup.goneWithin()));
            admit(change);
            sets.look(name).ifPresent(set -> remove(change, set));
            return true;
        });
    }

    private void remove(Change change, FixedSet set) {
        requireNoTraffic(change);
        set.group()
                .filter(arn -> !set.isLeaving())
                .ifPresent(arn -> targets.tag(change.name, arn, FixedSet.MACHINES, FixedSet.LEAVING, change.caller()));
        keepSick(change, set);
        empty(change);
        admit(change);
        set.group().ifPresent(arn -> {
            front.detach(change.name, arn, change.caller());
            targets.delete(change.name, arn, change.caller());
        });
        kept.sweep(change.caller());
    }

    private void requireNoTraffic(Change change) {
        TrafficSplit routed = traffic.observed();
        if (routed.reaches(change.name)) {
            throw PlatformException.refused(
                    change.doing, "it gets traffic: " + routed + ". Route the traffic elsewhere before.");
        }
    }

    private void keepSick(Change change, FixedSet set) {
        if (setup.keeping().isEmpty() || set.there().isEmpty()) {
            return;
        }
        Map<String, TargetHealth> health = health(set);
        List<Instance> sick = set.there().stream()
                .filter(this::canBeKept)
                .filter(instance -> KeptMachines.isSick(Optional.ofNullable(health.get(instance.instanceId()))))
                .limit(setup.keeping().get().machines())
                .toList();
        keep(change, set, sick);
    }

    /** Until none is found any more that has not ended. */
    private void empty(Change change) {
        int looks = 0;
        while (true) {
            Optional<FixedSet> now = sets.look(change.name);
            List<Instance> there = now.map(FixedSet::there).orElse(List.of());
            boolean isEmpty =
                    now.map(FixedSet::instances).orElse(List.of()).stream().allMatch(FixedMachine::hasEnded);
            looks = isEmpty ? looks + 1 : 0;
            if (looks == LOOKS_UNTIL_GONE) {
                return;
            }
            if (!there.isEmpty()) {
                end(change, now.orElseThrow(), there);
            }
            awaitNext(change, "all instances of " + change.name + " have ended");
        }
    }
}
