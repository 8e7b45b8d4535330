package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.spi.PlatformException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** Asks all who know something of a machine. What cannot be read is told, and does not keep the rest from being read; user data, which may hold secrets, is not. */
final class Examination {
    private static final int LAST_LINES = 40;
    private static final Duration COUNTED = Duration.ofMinutes(15);

    private final AwsSetup setup;
    private final MachineSets sets;
    private final TargetGroups targets;
    private final Instances instances;
    private final KeptMachines kept;
    private final TargetMetrics metrics;
    /** Made only where machines are asked, as the library of its client may not be there. */
    private final Supplier<MachineCommands> commands;

    Examination(
            AwsSetup setup,
            MachineSets sets,
            TargetGroups targets,
            Instances instances,
            KeptMachines kept,
            TargetMetrics metrics,
            Supplier<MachineCommands> commands) {
        this.setup = setup;
        this.kept = kept;
        this.metrics = metrics;
        this.commands = commands;
        this.sets = sets;
        this.targets = targets;
        this.instances = instances;
    }

    Evidence of(EnvironmentName environment, MachineId machine) {
        String id = machine.value();
        Evidence found = item("what the load balancer says of " + machine, () -> health(environment, id))
                .and(item("what EC2 says of " + machine, () -> instance(id)))
                .and(item("last " + LAST_LINES + " lines of the console of " + machine, () -> console(id)))
                .and(sets.evidence(environment, machine));
        return found.and(askedFor(environment, machine));
    }

    /** What costs more calls, or more permissions, than a deployment needs. */
    private Evidence askedFor(EnvironmentName environment, MachineId machine) {
        String id = machine.value();
        Evidence found = Evidence.none();
        if (setup.readsMetrics()) {
            String title = "what the load balancer counted of " + environment + " in the last " + text(COUNTED);
            found = found.and(item(title, () -> counted(environment)));
        }
        if (setup.asksFailedMachines()) {
            found = found.and(item("what " + machine + " says of itself", () -> said(id)));
        }
        if (setup.keeping().isPresent()) {
            AwsSetup.Keeping keeping = setup.keeping().get();
            found = found.and(item("what is kept of " + machine, () -> fate(environment, machine, keeping) + others()));
        }
        return found;
    }

    private String counted(EnvironmentName environment) {
        return metrics.counted(environment, setup.time().now().minus(COUNTED))
                .map(counts -> counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey().words())
                        .collect(Collectors.joining(", ")))
                .orElse("it has no target group");
    }

    private String said(String id) {
        return id.startsWith("i-") ? commands.get().output(id) : "it is no instance";
    }

    /** It is examined before anything is done about it: what is said is what will be done. */
    private String fate(EnvironmentName environment, MachineId machine, AwsSetup.Keeping keeping) {
        return sets.canBeKept(environment, machine)
                ? "When " + machine
                        + " is replaced, or removed while the load balancer calls it unhealthy, it runs on for "
                        + text(keeping.time()) + ", without users and no part of its environment any more, tagged "
                        + KeptMachines.UNTIL + ". Look at it by: aws ssm start-session --target " + machine
                : "Nothing: it is not in service, and is ended.";
    }

    private static String text(Duration time) {
        return time.toMinutesPart() == 0 && time.toHours() > 0 ? time.toHours() + " h" : time.toMinutes() + " min";
    }

    private String others() {
        String all = kept.all().stream()
                .map(machine -> machine.id() + " of " + machine.environment() + " until " + machine.until())
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : "\nKept already: " + all;
    }

    static Evidence item(String title, Supplier<String> text) {
        try {
            return Evidence.of(title, text.get());
        } catch (PlatformException e) {
            return Evidence.of(title, "could not be read: " + e.getMessage());
        }
    }

    private String health(EnvironmentName environment, String id) {
        return sets.find(environment)
                .map(MachineSet::targetGroup)
                .flatMap(arn ->
                        Optional.ofNullable(targets.health(environment, arn).get(id)))
                .map(Examination::told)
                .orElse("it does not know it");
    }

    private static String told(TargetHealth health) {
        return health.stateAsString()
                + Optional.ofNullable(health.reasonAsString())
                        .map(reason -> ", " + reason)
                        .orElse("")
                + Optional.ofNullable(health.description())
                        .map(text -> ": " + text)
                        .orElse("");
    }

    private String instance(String id) {
        return id.startsWith("i-")
                ? instances.find(id).map(Examination::told).orElse("it does not know it any more")
                : "it is no instance";
    }

    static String told(Instance instance) {
        return instance.state().nameAsString()
                + Optional.ofNullable(instance.stateReason())
                        .map(StateReason::message)
                        .filter(reason -> !reason.isEmpty())
                        .map(reason -> ", " + reason)
                        .orElse("")
                + ", a " + instance.instanceTypeAsString() + " of " + instance.imageId() + " at "
                + instance.privateIpAddress() + ", launched " + instance.launchTime();
    }

    private String console(String id) {
        if (!id.startsWith("i-")) {
            return "it has none";
        }
        String text = instances
                .console(id)
                .map(output -> new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8))
                .orElse("");
        List<String> lines = text.lines().toList();
        return lines.isEmpty()
                ? "nothing yet; AWS hands it out a few minutes late"
                : String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
