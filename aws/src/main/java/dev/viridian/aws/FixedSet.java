package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * The instances of an environment without a group, and the target group that bears its record. Where that is gone, or not found yet, instances that say that they are of the environment are a
 * set all the same, so that nobody is left running whom no list shows.
 *
 * @param tags what it says of itself
 * @param artifact where the bits are that its machines run
 * @param group the ARN of its target group
 * @param wanted how many machines it is to have
 * @param isLeaving whether it is being removed
 * @param instances all that are known, those that have ended too, the oldest first
 */
record FixedSet(
        EnvironmentTags tags,
        String artifact,
        Optional<String> group,
        int wanted,
        boolean isLeaving,
        List<Instance> instances) {
    /** How many machines it is to have: on its target group, and as of its launch on each instance. */
    static final String MACHINES = "viridian:machines";

    /** In the place of a number: it is being removed. */
    static final String LEAVING = "leaving";

    private static final Comparator<Instance> BY_AGE =
            Comparator.comparing(Instance::launchTime).thenComparing(Instance::instanceId);

    FixedSet {
        instances = instances.stream().sorted(BY_AGE).toList();
    }

    EnvironmentName name() {
        return tags.environment();
    }

    /** Those that are there. */
    List<Instance> there() {
        return instances.stream().filter(FixedMachine::isThere).toList();
    }

    int missing() {
        return Math.max(0, wanted - there().size());
    }

    boolean hasTooMany() {
        return there().size() > wanted;
    }

    /** Those that are there, and of those that have ended the latest in whose place there is no other one yet. */
    List<Instance> shown() {
        List<Instance> there = there();
        List<Instance> ended =
                instances.stream().filter(instance -> !there.contains(instance)).toList();
        List<Instance> shown = new ArrayList<>(ended.subList(Math.max(0, ended.size() - missing()), ended.size()));
        shown.addAll(there);
        return shown.stream().sorted(BY_AGE).toList();
    }

    /** With what was just launched, which may not be found yet. */
    FixedSet with(Collection<Instance> launched) {
        Map<String, Instance> all = new LinkedHashMap<>();
        launched.forEach(instance -> all.put(instance.instanceId(), instance));
        instances.forEach(instance -> all.put(instance.instanceId(), instance));
        return new FixedSet(tags, artifact, group, wanted, isLeaving, List.copyOf(all.values()));
    }
}
