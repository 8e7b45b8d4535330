package dev.viridian.aws;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;

/** The machines of environments: instances that Elastic Beanstalk launches and marks. */
final class BeanstalkFleet {
    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.tagging.html">Elastic Beanstalk writes it</a> on each. */
    private static final String ENVIRONMENT = "elasticbeanstalk:environment-id";

    private static final int LAST_LINES = 40;

    /** What is around the machines is there before the first of them. */
    private static final Duration UNTIL_THE_FIRST = Duration.ofMinutes(5);

    private final BeanstalkSetup setup;
    private final BeanstalkCalls calls;
    private final Instances instances;
    private final Supplier<Ec2Client> ec2;

    BeanstalkFleet(BeanstalkSetup setup, BeanstalkCalls calls, Instances instances, Supplier<Ec2Client> ec2) {
        this.setup = setup;
        this.calls = calls;
        this.instances = instances;
        this.ec2 = ec2;
    }

    /** All of these, with their machines, which are asked for by one question. */
    List<Environment> environments(OwnBeanstalk.Look look, List<EnvironmentDescription> wanted) {
        Map<String, List<Instance>> found = wanted.isEmpty() ? Map.of() : instances(wanted);
        return wanted.stream()
                .map(environment -> environment(look, environment, found))
                .toList();
    }

    private Environment environment(
            OwnBeanstalk.Look look, EnvironmentDescription environment, Map<String, List<Instance>> found) {
        EnvironmentTags tags = look.tags(environment).orElseThrow();
        List<Instance> there = found.getOrDefault(environment.environmentId(), List.of());
        Map<String, SingleInstanceHealth> health = there.isEmpty() ? Map.of() : calls.health(environment);
        List<Machine> machines = new ArrayList<>();
        there.forEach(instance ->
                machines.add(machine(instance, environment, Optional.ofNullable(health.get(instance.instanceId())))));
        if (there.isEmpty() && shouldHaveSome(environment)) {
            calls.lastTrouble(environment).ifPresent(event -> machines.add(missing(tags, event)));
        }
        int size = environment.status() == EnvironmentStatus.TERMINATING ? 0 : size(environment, there);
        return new Environment(tags.environment(), tags.revision(), Math.max(1, size), machines, setup.properties());
    }

    /** How many machines it is meant to have: what is scaled by load has as many as it has now. */
    int size(EnvironmentDescription environment) {
        return size(environment, of(environment));
    }

    private int size(EnvironmentDescription environment, List<Instance> there) {
        BeanstalkOptions.Bounds bounds = calls.options(environment).bounds();
        long serving = there.stream().filter(BeanstalkFleet::comesOrRuns).count();
        return setup.scaling().isPresent() ? bounds.around((int) serving) : bounds.least();
    }

    private static boolean comesOrRuns(Instance instance) {
        InstanceStateName state = instance.state().name();
        return state == InstanceStateName.PENDING || state == InstanceStateName.RUNNING;
    }

    private List<Instance> of(EnvironmentDescription environment) {
        return instances(List.of(environment)).getOrDefault(environment.environmentId(), List.of());
    }

    private boolean shouldHaveSome(EnvironmentDescription environment) {
        return environment.status() != EnvironmentStatus.TERMINATING
                && !setup.time().now().isBefore(environment.dateCreated().plus(UNTIL_THE_FIRST));
    }

    /** Why there is none, where Elastic Beanstalk tells it: as of a machine that has failed, since there is nothing else to say it of. */
    private Machine missing(EnvironmentTags tags, EventDescription event) {
        return new Machine(
                new MachineId(tags.environment() + ".none"),
                "",
                setup.port(),
                Machine.State.FAILED,
                "Elastic Beanstalk has launched none in " + UNTIL_THE_FIRST.toMinutes() + " minutes: "
                        + event.message());
    }

    private Machine machine(
            Instance instance, EnvironmentDescription environment, Optional<SingleInstanceHealth> health) {
        BeanstalkMachine machine = new BeanstalkMachine(instance, environment, health);
        return setup.machinePort().isPresent()
                ? machine.at(
                        Optional.ofNullable(instance.privateIpAddress()).orElse(""),
                        setup.machinePort().getAsInt())
                : machine.at(Optional.ofNullable(environment.endpointURL()).orElse(""), setup.port());
    }

    private Map<String, List<Instance>> instances(List<EnvironmentDescription> wanted) {
        List<String> ids =
                wanted.stream().map(EnvironmentDescription::environmentId).toList();
        return instances
                .matching(
                        Filter.builder().name("tag:" + ENVIRONMENT).values(ids).build(),
                        Filter.builder()
                                .name("instance-state-name")
                                .values("pending", "running", "shutting-down", "stopping", "stopped")
                                .build())
                .stream()
                .sorted(Comparator.comparing(Instance::launchTime).thenComparing(Instance::instanceId))
                .collect(Collectors.groupingBy(BeanstalkFleet::environmentOf));
    }

    private static String environmentOf(Instance instance) {
        return instance.tags().stream()
                .filter(tag -> tag.key().equals(ENVIRONMENT))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** Whether that is one of its machines, and no other one is coming in its place yet. */
    boolean has(EnvironmentDescription environment, MachineId machine) {
        return of(environment).stream()
                .filter(instance -> instance.state().name() != InstanceStateName.SHUTTING_DOWN)
                .anyMatch(instance -> instance.instanceId().equals(machine.value()));
    }

    /** Its Auto Scaling group makes another one. */
    void end(MachineId machine, Caller caller) {
        setup.call("ec2:TerminateInstances", "instance/" + machine)
                .of(() -> ec2.get()
                        .terminateInstances(request ->
                                request.instanceIds(machine.value()).overrideConfiguration(caller.inUserAgent())));
    }

    /** What Elastic Beanstalk and EC2 say of a machine, and of its environment, which may be gone. */
    Evidence evidence(EnvironmentName name, Optional<EnvironmentDescription> environment, MachineId machine) {
        Evidence ofEnvironment = environment
                .map(found -> Examination.item(
                                "what Elastic Beanstalk says of " + machine, () -> healthOf(found, machine))
                        .and(Examination.item(
                                "what Elastic Beanstalk says of " + name, () -> told(found, calls.healthOfAll(found)))))
                .orElseGet(() -> Evidence.of("what Elastic Beanstalk says of " + name, "There is none of that name."));
        return ofEnvironment
                .and(Examination.item("last events of " + name, () -> events(name)))
                .and(Examination.item("what EC2 says of " + machine, () -> instance(machine)))
                .and(Examination.item("last lines of the console of " + machine, () -> console(machine)));
    }

    private String healthOf(EnvironmentDescription environment, MachineId machine) {
        return Optional.ofNullable(calls.health(environment).get(machine.value()))
                .map(BeanstalkMachine::told)
                .orElse("it does not know it");
    }

    private static String told(EnvironmentDescription environment, DescribeEnvironmentHealthResponse health) {
        return environment.statusAsString() + ", " + health.healthStatus() + " (" + health.color() + ")"
                + (health.causes().isEmpty() ? "" : ": " + String.join(" ", health.causes()));
    }

    private String events(EnvironmentName name) {
        String events = calls.events(BeanstalkName.of(name)).stream()
                .map(event -> event.eventDate() + " " + event.severityAsString() + " " + event.message())
                .collect(Collectors.joining("\n"));
        return events.isEmpty() ? "there are none" : events;
    }

    private String instance(MachineId machine) {
        return machine.value().startsWith("i-")
                ? instances.find(machine.value()).map(Examination::told).orElse("it does not know it any more")
                : "it is no instance";
    }

    private String console(MachineId machine) {
        if (!machine.value().startsWith("i-")) {
            return "it has none";
        }
        List<String> lines = instances
                .console(machine.value())
                .map(output -> new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8))
                .orElse("")
                .lines()
                .toList();
        return lines.isEmpty()
                ? "nothing yet; AWS hands it out a few minutes late"
                : String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
