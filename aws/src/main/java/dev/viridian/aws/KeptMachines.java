package dev.viridian.aws;

import dev.viridian.MachineId;
import dev.viridian.spi.PlatformException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Machines that failed and are kept for a person. Each is tagged before it leaves its group, so that none is ever without a group and without a mark. One that is tagged and still
 * in a group is that group's, and is never ended here.
 */
final class KeptMachines {
    static final String UNTIL = "viridian:kept-until";
    private static final List<String> THERE = List.of("pending", "running", "stopping", "stopped");

    private final AwsSetup setup;
    private final Supplier<Ec2Client> ec2;
    private final Instances instances;
    private final MachineSets sets;

    KeptMachines(AwsSetup setup, Supplier<Ec2Client> ec2, Instances instances, MachineSets sets) {
        this.setup = setup;
        this.ec2 = ec2;
        this.instances = instances;
        this.sets = sets;
    }

    /** Those of this platform, the oldest first. */
    List<KeptMachine> all() {
        Map<String, Instance> tagged = new HashMap<>();
        instances
                .matching(
                        filter("tag-key", List.of(UNTIL)),
                        filter("tag:" + EnvironmentTags.APPLICATION, List.of(setup.application())),
                        filter("tag:" + EnvironmentTags.BEHIND, List.of(setup.mark())),
                        filter("instance-state-name", THERE))
                .forEach(instance -> tagged.put(instance.instanceId(), instance));
        Set<String> members = sets.membersAmong(tagged.keySet());
        return tagged.values().stream()
                .filter(instance -> !members.contains(instance.instanceId()))
                .flatMap(instance -> kept(instance).stream())
                .sorted(Comparator.comparing(KeptMachine::until)
                        .thenComparing(machine -> machine.id().value()))
                .toList();
    }

    private static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static Optional<KeptMachine> kept(Instance instance) {
        Map<String, String> tags = new HashMap<>();
        instance.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return EnvironmentTags.in(tags)
                .map(read -> new KeptMachine(
                        new MachineId(instance.instanceId()),
                        read.environment(),
                        read.revision(),
                        Optional.ofNullable(instance.privateIpAddress()).orElse(""),
                        until(tags.getOrDefault(UNTIL, ""))));
    }

    /** A person may have written something else into the tag, and then means it to stay. */
    private static Instant until(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    /** Whether its load balancer calls it so. */
    static boolean isSick(Optional<TargetHealth> health) {
        return health.filter(found -> found.state() == TargetHealthStateEnum.UNHEALTHY)
                .isPresent();
    }

    /** It is to be ended no earlier than then. Written before it is taken out of its set, so that whoever finds it outside knows why it runs. */
    void mark(String instance, Caller caller) {
        Tag until = Tag.builder()
                .key(UNTIL)
                .value(setup.time()
                        .now()
                        .plus(setup.keeping().orElseThrow().time())
                        .toString())
                .build();
        setup.call("ec2:CreateTags", "instance/" + instance)
                .of(() -> ec2.get()
                        .createTags(request ->
                                request.resources(instance).tags(until).overrideConfiguration(caller.inUserAgent())));
    }

    /** Ends those whose time is over, and of too many the oldest. */
    void sweep(Caller caller) {
        if (setup.keeping().isEmpty()) {
            return;
        }
        List<KeptMachine> all = all();
        int tooMany = Math.max(0, all.size() - setup.keeping().get().machines());
        Instant now = setup.time().now();
        Set<MachineId> over = new HashSet<>();
        all.subList(0, tooMany).forEach(machine -> over.add(machine.id()));
        all.stream().filter(machine -> !now.isBefore(machine.until())).forEach(machine -> over.add(machine.id()));
        end(over, caller);
    }

    /** Ends all of them. */
    void endAll(Caller caller) {
        Set<MachineId> ids = new HashSet<>();
        all().forEach(machine -> ids.add(machine.id()));
        end(ids, caller);
    }

    /** Each by itself: <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">one that somebody protects from termination would keep others from it</a>. */
    private void end(Set<MachineId> machines, Caller caller) {
        List<PlatformException> failures = new ArrayList<>();
        machines.stream().map(MachineId::value).sorted().forEach(id -> {
            try {
                end(id, caller);
            } catch (PlatformException e) {
                failures.add(e);
            }
        });
        failures.stream()
                .reduce((first, next) -> {
                    first.addSuppressed(next);
                    return first;
                })
                .ifPresent(first -> {
                    throw first;
                });
    }

    private void end(String id, Caller caller) {
        setup.call("ec2:TerminateInstances", "instance/" + id)
                .of(() -> ec2.get()
                        .terminateInstances(
                                request -> request.instanceIds(id).overrideConfiguration(caller.inUserAgent())));
    }
}
