package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Sets of machines that are instances without a group, as AWS has them now. */
final class FixedSets implements MachineSets {
    private final AwsSetup setup;
    private final TargetGroups targets;
    private final Instances instances;

    FixedSets(AwsSetup setup, TargetGroups targets, Instances instances) {
        this.setup = setup;
        this.targets = targets;
        this.instances = instances;
    }

    /** What a target group says of the environment that it is of. */
    private record Written(String arn, EnvironmentTags tags, String artifact, String machines) {
        boolean isLeaving() {
            return machines.equals(FixedSet.LEAVING);
        }

        int wanted() {
            return machines.matches("\\d{1,9}") ? Integer.parseInt(machines) : 0;
        }
    }

    /** One environment, with all that is known of it. */
    Optional<FixedSet> look(EnvironmentName name) {
        Optional<Written> written = written(name);
        List<Instance> found = members(tag(EnvironmentTags.ENVIRONMENT, name.value()));
        return written.map(of -> set(of, found)).or(() -> unwritten(found));
    }

    /** All of them, with as many questions however many machines they have. */
    List<FixedSet> list() {
        Map<EnvironmentName, List<Instance>> found = new LinkedHashMap<>();
        for (Instance instance : members()) {
            tags(instance)
                    .ifPresent(tags -> found.computeIfAbsent(tags.environment(), name -> new ArrayList<>())
                            .add(instance));
        }
        List<FixedSet> sets = new ArrayList<>();
        targets.tagsOfAll()
                .forEach((arn, tags) -> written(arn, tags).ifPresent(of -> {
                    List<Instance> members = found.remove(of.tags.environment());
                    sets.add(set(of, members == null ? List.of() : members));
                }));
        found.values().forEach(members -> unwritten(members).ifPresent(sets::add));
        return sets;
    }

    private static FixedSet set(Written of, List<Instance> members) {
        return new FixedSet(of.tags, of.artifact, Optional.of(of.arn), of.wanted(), of.isLeaving(), members);
    }

    /** Instances whose target group is gone already, or was never seen: they are to go too. */
    private static Optional<FixedSet> unwritten(List<Instance> members) {
        List<Instance> there = members.stream().filter(FixedMachine::isThere).toList();
        return there.stream()
                .flatMap(instance -> tags(instance).stream())
                .findFirst()
                .map(tags -> new FixedSet(tags, "", Optional.empty(), there.size(), false, members));
    }

    private Optional<Written> written(EnvironmentName name) {
        return targets.find(name).flatMap(arn -> written(arn, targets.tags(arn)));
    }

    /** Empty where it is the target group of somebody else, or of an Auto Scaling group. */
    private Optional<Written> written(String arn, Map<String, String> tags) {
        return EnvironmentTags.in(tags)
                .filter(read -> read.belongsTo(setup))
                .flatMap(read -> Optional.ofNullable(tags.get(FixedSet.MACHINES))
                        .map(machines -> new Written(
                                arn, read, TagText.read(tags.getOrDefault(EnvironmentTags.ARTIFACT, "")), machines)));
    }

    /** Not those that failed and are kept: they are of no environment any more. */
    private List<Instance> members(Filter... which) {
        List<Filter> filters = new ArrayList<>(List.of(
                tag(EnvironmentTags.APPLICATION, setup.application()),
                tag(EnvironmentTags.BEHIND, setup.mark()),
                filter("tag-key", FixedSet.MACHINES)));
        filters.addAll(List.of(which));
        return instances.matching(filters.toArray(Filter[]::new)).stream()
                .filter(instance -> instance.tags().stream().noneMatch(tag -> KeptMachines.UNTIL.equals(tag.key())))
                .toList();
    }

    private static Filter tag(String key, String value) {
        return filter("tag:" + key, value);
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static Optional<EnvironmentTags> tags(Instance instance) {
        Map<String, String> tags = new HashMap<>();
        instance.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return EnvironmentTags.in(tags);
    }

    private record Routable(String targetGroup) implements MachineSet {
        /** Nothing makes it bigger or smaller but a deployment. */
        @Override
        public void takeOver(Caller caller) {}
    }

    @Override
    public Map<EnvironmentName, MachineSet> find(Collection<EnvironmentName> names) {
        Map<EnvironmentName, MachineSet> found = new HashMap<>();
        for (EnvironmentName name : names) {
            written(name).filter(of -> !of.isLeaving()).ifPresent(of -> found.put(name, new Routable(of.arn)));
        }
        return found;
    }

    /** None: one that is kept is marked, and of no set from then on. */
    @Override
    public Set<String> membersAmong(Collection<String> asked) {
        return Set.of();
    }

    @Override
    public boolean canBeKept(EnvironmentName environment, MachineId machine) {
        return members(filter("instance-id", machine.value())).stream().anyMatch(FixedMachine::runs);
    }

    @Override
    public Evidence evidence(EnvironmentName environment, MachineId machine) {
        return Examination.item(
                "what EC2's status checks say of " + machine,
                () -> instances.find(machine.value()).filter(FixedMachine::runs).stream()
                        .flatMap(instance -> instances.statuses(List.of(instance)).values().stream())
                        .map(FixedMachine::told)
                        .findFirst()
                        .orElse("nothing: it does not run"));
    }

    /** What speaks against a deployment: what is live must be such a set, too, or nobody would retire it. */
    List<String> againstAnotherKind(Optional<EnvironmentName> live) {
        return live.filter(name -> look(name).isEmpty())
                .map(
                        name -> List.of(
                                "The live environment " + name
                                        + " is not one of instances without a group, and deployments of one kind do not take over from the other. "
                                        + "Give them a name of their own, and a listener or rule of their own, and move users over there."))
                .orElse(List.of());
    }
}
