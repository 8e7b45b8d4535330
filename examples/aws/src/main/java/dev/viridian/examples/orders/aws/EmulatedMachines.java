package dev.viridian.examples.orders.aws;

import dev.viridian.Artifact;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import dev.viridian.TrafficSplit;
import dev.viridian.local.LocalPlatform;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Probes;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * What moto leaves out. Its instances run nothing, and its load balancer forwards nothing: here each instance that it has is a process of this machine, which runs what the
 * instance's tags name, and a router of this machine sends users where moto's listener says. Several times a second that is looked at, and made so.
 */
final class EmulatedMachines implements Probes, AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(100);
    private static final String ENTRY = "entry";

    private final Aws aws;
    private final String listener;
    private final ArtifactStore releases;
    private final LocalPlatform computer;
    private final Map<String, MachineId> processes = new HashMap<>();
    private final ScheduledFuture<?> looking;
    private volatile Map<String, Machine> known = Map.of();
    private volatile Optional<RuntimeException> trouble = Optional.empty();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private long made;

    /** Begins to look. */
    EmulatedMachines(Aws aws, String listener, ArtifactStore releases, LocalPlatform computer) {
        this.aws = aws;
        this.listener = listener;
        this.releases = releases;
        this.computer = computer;
        this.looking = clock.scheduleWithFixedDelay(this::lookAgain, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Where users come in. */
    URI entry() {
        return computer.entry();
    }

    /** Something that went wrong here, which is no fault of any deployment. */
    Optional<RuntimeException> trouble() {
        return trouble;
    }

    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            trouble = trouble.or(() -> Optional.of(e));
        }
    }

    private void look() {
        List<AutoScalingGroup> groups = aws.autoScaling().describeAutoScalingGroups().autoScalingGroups().stream()
                .filter(group -> !group.instances().isEmpty())
                .toList();
        groups.forEach(this::run);
        computer.traffic().route(split(groups), fence());
        List<EnvironmentName> wanted =
                groups.stream().map(EmulatedMachines::name).toList();
        computer.environments().list().stream()
                .map(Environment::name)
                .filter(name -> !wanted.contains(name))
                .forEach(name -> computer.environments().destroy(name, fence()));
        known = machines(groups);
    }

    private Fence fence() {
        return new Fence(1, "as moto has it " + ++made);
    }

    private static EnvironmentName name(AutoScalingGroup group) {
        return new EnvironmentName(group.autoScalingGroupName());
    }

    private void run(AutoScalingGroup group) {
        EnvironmentName name = name(group);
        int wanted = group.instances().size();
        Environment there = computer.environments()
                .find(name)
                .orElseGet(() -> computer.environments()
                        .create(
                                new EnvironmentSpec(name, releases.pin(Artifact.of(location(group))), wanted),
                                fence()));
        if (there.size() != wanted) {
            computer.environments().resize(name, wanted, fence());
        }
        replaceThoseOfInstancesThatAreGone(group, name);
    }

    private static String location(AutoScalingGroup group) {
        return group.tags().stream()
                .filter(tag -> tag.key().equals("viridian:artifact"))
                .map(TagDescription::value)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Group " + group.autoScalingGroupName() + " does not say what its machines are to run."));
    }

    private void replaceThoseOfInstancesThatAreGone(AutoScalingGroup group, EnvironmentName name) {
        List<String> ids = group.instances().stream().map(Instance::instanceId).toList();
        List<Machine> machines =
                computer.environments().find(name).map(Environment::machines).orElse(List.of());
        for (Machine machine : machines) {
            Optional<String> instance = instanceOf(machine.id());
            if (instance.isPresent() && !ids.contains(instance.get())) {
                processes.remove(instance.get());
                computer.environments().replace(name, machine.id(), fence());
            }
        }
        ids.stream()
                .filter(id -> !processes.containsKey(id))
                .forEach(id -> machines.stream()
                        .map(Machine::id)
                        .filter(machine -> instanceOf(machine).isEmpty())
                        .findFirst()
                        .ifPresent(machine -> processes.put(id, machine)));
    }

    private Optional<String> instanceOf(MachineId machine) {
        return processes.entrySet().stream()
                .filter(process -> process.getValue().equals(machine))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Each instance's process. */
    private Map<String, Machine> machines(List<AutoScalingGroup> groups) {
        Map<MachineId, Machine> running = computer.environments().list().stream()
                .flatMap(environment -> environment.machines().stream())
                .collect(Collectors.toMap(Machine::id, Function.identity()));
        Map<String, Machine> found = new HashMap<>();
        groups.stream()
                .flatMap(group -> group.instances().stream())
                .map(Instance::instanceId)
                .forEach(id -> Optional.ofNullable(processes.get(id))
                        .map(running::get)
                        .ifPresent(machine -> found.put(id, machine)));
        return found;
    }

    private TrafficSplit split(List<AutoScalingGroup> groups) {
        Map<EnvironmentName, Integer> split = new TreeMap<>();
        weights()
                .forEach((arn, weight) -> groups.stream()
                        .filter(group -> group.targetGroupARNs().contains(arn))
                        .forEach(group -> split.put(name(group), weight)));
        return TrafficSplit.of(split);
    }

    private Map<String, Integer> weights() {
        Action action = aws.loadBalancing()
                .describeListeners(request -> request.listenerArns(listener))
                .listeners()
                .get(0)
                .defaultActions()
                .get(0);
        Map<String, Integer> weights = new HashMap<>();
        if (action.forwardConfig() != null) {
            for (TargetGroupTuple group : action.forwardConfig().targetGroups()) {
                weights.put(
                        group.targetGroupArn(),
                        Optional.ofNullable(group.weight()).orElse(1));
            }
        }
        return weights;
    }

    /** Asks the process of an instance; of the load balancer, the router. */
    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        Optional<Machine> asked = machine.id().value().equals(ENTRY)
                ? Optional.of(
                        new Machine(machine.id(), entry().getHost(), entry().getPort(), Machine.State.RUNNING, ""))
                : Optional.ofNullable(known.get(machine.id().value()));
        return asked.map(process -> computer.probes().ask(probe, process, timeout))
                .orElse(Answer.sick("its process has not started yet"));
    }

    /** Stops looking; the processes end with their platform. */
    @Override
    public void close() {
        looking.cancel(false);
        clock.shutdown();
        try {
            if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("What goes on with the processes of this machine does not end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
