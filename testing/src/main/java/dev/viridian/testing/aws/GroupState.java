package dev.viridian.testing.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;

/** An Auto Scaling group. */
final class GroupState {
    final String name;
    final String arn;
    final Instant created;
    final Map<String, Hook> hooks = new LinkedHashMap<>();
    final Map<String, GroupTag> tags = new LinkedHashMap<>();
    final Map<String, Member> members = new LinkedHashMap<>();
    final Map<String, String> suspended = new LinkedHashMap<>();
    final Map<String, ScalingPolicy> policies = new LinkedHashMap<>();
    final Map<String, ScheduledUpdateGroupAction> schedules = new LinkedHashMap<>();
    final Set<String> targetGroups = new LinkedHashSet<>();
    final List<Doing> activities = new ArrayList<>();
    List<String> subnets = List.of();
    String template = "";
    String templateName = "";
    String templateVersion = "$Default";
    int min;
    int max;
    int desired;
    Duration grace = Duration.ZERO;
    int cooldown = 300;
    boolean looksAtBalancer;
    boolean protectsNew;
    boolean isDeleting;
    int failedLaunches;
    Instant nextLaunch = Instant.MIN;
    Optional<Instant> planned = Optional.empty();

    /** A tag of a group. */
    record GroupTag(String key, String value, boolean goesToInstances) {}

    GroupState(String name, String arn, Instant created) {
        this.name = name;
        this.arn = arn;
        this.created = created;
    }

    boolean isSuspended(String process) {
        return suspended.containsKey(process);
    }

    long counting() {
        return members.values().stream().filter(Member::counts).count();
    }

    List<Hook> hooks(String transition) {
        return hooks.values().stream()
                .filter(hook -> hook.transition().equals(transition))
                .toList();
    }
}
