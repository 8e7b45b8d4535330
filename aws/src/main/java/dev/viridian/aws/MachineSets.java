package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What environments are made of on AWS, so far as those must know it who send users there, count them, or look why something failed: Auto Scaling groups, or instances without one. */
interface MachineSets {
    /** Those of these environments to which users can be sent: none that is being removed, or has no target group yet. */
    Map<EnvironmentName, MachineSet> find(Collection<EnvironmentName> names);

    /** One of them. */
    default Optional<MachineSet> find(EnvironmentName name) {
        return Optional.ofNullable(find(List.of(name)).get(name));
    }

    /** Those of these instances that are at work in some set, whosever it is. */
    Set<String> membersAmong(Collection<String> instances);

    /** Whether a machine that failed can be kept for a person to look at when it is replaced. */
    boolean canBeKept(EnvironmentName environment, MachineId machine);

    /** What only they know of a machine. */
    Evidence evidence(EnvironmentName environment, MachineId machine);
}
