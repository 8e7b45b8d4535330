package dev.viridian.provision;

import dev.viridian.Evidence;
import dev.viridian.provision.ProvisioningResult.FailedStep;
import dev.viridian.text.Thrown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Provisions one machine. Whatever goes wrong is in the result. To provision again changes nothing that is as it should be, and ends the
 * same where an earlier try was killed at any moment.
 *
 * <pre>{@code
 * Provisioner provisioner = Provisioner.on(machine);
 * System.out.println(provisioner.dryRun(new OrdersMachine())); // says what would change, changes nothing
 * ProvisioningResult result = provisioner.provision(new OrdersMachine());
 * }</pre>
 *
 * <p>One provisions a machine at a time: that is for the platform to see to. Immutable.
 */
public final class Provisioner {
    private final MachineContext machine;
    private final Consumer<ProvisioningEvent> listener;

    private Provisioner(MachineContext machine, Consumer<ProvisioningEvent> listener) {
        this.machine = machine;
        this.listener = listener;
    }

    /** One for this machine. */
    public static Provisioner on(MachineContext machine) {
        return new Provisioner(machine, event -> {});
    }

    /** Tells this of what happens as it happens: progress, a log. What it throws ends the provisioning. */
    public Provisioner listening(Consumer<ProvisioningEvent> to) {
        return new Provisioner(machine, listener.andThen(to));
    }

    /**
     * Looks what each step would change, and changes nothing. A step that needs what an earlier one makes says that it cannot tell.
     *
     * @throws IllegalArgumentException when the provisioning contradicts itself
     */
    public DryRun dryRun(MachineProvisioning provisioning) {
        Provisioning defined = define(provisioning);
        KnownSecrets secrets = new KnownSecrets(machine.host().secrets());
        Host host = new WatchedHost(machine.host(), secrets);
        PendingHandlers pending = new PendingHandlers(host.files());
        List<DryRun.Look> looks = new ArrayList<>();
        defined.stages().forEach(stage -> stage.forEach(step -> looks.add(look(step, host, secrets))));
        defined.handlers().stream()
                .filter(handler -> pending.isDue(handler.name()) || isTriggered(handler, defined, looks))
                .filter(handler -> !Restarts.isSpared(handler, defined, host))
                .forEach(handler -> looks.add(look(handler.step(), host, secrets)));
        return new DryRun(looks);
    }

    private static boolean isTriggered(Provisioning.Handler handler, Provisioning defined, List<DryRun.Look> looks) {
        return defined.stages().stream()
                .flatMap(List::stream)
                .filter(step -> step.triggers().contains(handler.name()))
                .anyMatch(step -> looks.stream()
                        .anyMatch(look -> look.step().equals(step.name())
                                && !look.changes().isEmpty()));
    }

    private static DryRun.Look look(ProvisioningStep step, Host host, KnownSecrets secrets) {
        try {
            return new DryRun.Look(step.name(), secrets.masked(StepRun.changes(Inspection.of(step, host))));
        } catch (Exception e) {
            return untold(step, e, secrets);
        } catch (Error e) {
            return untold(step, StepFailures.ordinary(e), secrets);
        }
    }

    private static DryRun.Look untold(ProvisioningStep step, Throwable thrown, KnownSecrets secrets) {
        String why = secrets.masked(StepFailures.of(step.name(), thrown).message());
        return new DryRun.Look(step.name(), List.of("cannot be told before the steps above are done: " + why));
    }

    /**
     * Makes the machine ready.
     *
     * @return what came of it; a machine that is not ready is a result, too
     * @throws IllegalArgumentException when the provisioning contradicts itself; nothing was touched then
     */
    public ProvisioningResult provision(MachineProvisioning provisioning) {
        Provisioning defined = define(provisioning);
        KnownSecrets secrets = new KnownSecrets(machine.host().secrets());
        Host host = new WatchedHost(machine.host(), secrets);
        ProvisioningLog log = new ProvisioningLog(host.time(), secrets, listener);
        Instant begun = host.time().now();
        Optional<FailedStep> failure = perform(defined, host, log);
        Evidence evidence = failure.isEmpty() ? Evidence.none() : evidence(defined, host, secrets);
        return new ProvisioningResult(
                defined.application(),
                machine.identity().machine(),
                begun,
                host.time().now(),
                log.events(),
                failure,
                evidence);
    }

    private Provisioning define(MachineProvisioning provisioning) {
        Provisioning defined = Optional.ofNullable(provisioning.define(machine))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The define(…) of " + provisioning.getClass().getName()
                                + " returned null. Expected the steps for this machine: Provisioning.of(…)."));
        defined.requireConsistent();
        return defined;
    }

    /** All there is to do, in order. */
    private Optional<FailedStep> perform(Provisioning defined, Host host, ProvisioningLog log) {
        PendingHandlers pending = new PendingHandlers(host.files());
        StepRun run = new StepRun(host, log, pending, defined.handlers(), defined.responses());
        StepRun beside = new StepRun(host, log, pending, List.of(), defined.responses());
        Optional<FailedStep> failure = Optional.empty();
        for (List<ProvisioningStep> stage : defined.stages()) {
            failure = failure.or(() -> sideBySide(stage, host, stage.size() == 1 ? run : beside, log));
        }
        for (Provisioning.Handler handler : defined.handlers()) {
            DueHandler due = new DueHandler(handler, pending);
            failure = failure.or(() -> told(due.name(), log, () -> run.run(due)));
        }
        Verifying verifying = new Verifying(host, machine.port(), log);
        return failure.or(() -> told("verify the machine", log, () -> verifying.all(defined.checks())));
    }

    private static Optional<FailedStep> sideBySide(
            List<ProvisioningStep> stage, Host host, StepRun run, ProvisioningLog log) {
        List<Callable<Optional<FailedStep>>> tasks = new ArrayList<>();
        stage.forEach(step -> tasks.add(() -> run.run(step)));
        String names = stage.stream().map(ProvisioningStep::name).collect(Collectors.joining(", "));
        return told(
                names,
                log,
                () -> host.tasks().all(tasks).stream().flatMap(Optional::stream).findFirst());
    }

    /** What goes wrong around the steps, while one waits for the next attempt or for several of them, is their failure, too. */
    private static Optional<FailedStep> told(String step, ProvisioningLog log, Callable<Optional<FailedStep>> work) {
        try {
            return work.call();
        } catch (InterruptedException e) {
            return Optional.of(log.givenUp(step, StepFailures.interrupted(step), 1));
        } catch (Exception e) {
            return Optional.of(log.givenUp(step, StepFailures.of(step, e), 1));
        }
    }

    /** What the machine says of itself, and of each service that it should run. */
    private static Evidence evidence(Provisioning defined, Host host, KnownSecrets secrets) {
        Evidence evidence = examined("machine " + host.name(), host::examine);
        for (String service : Services.of(defined)) {
            evidence = evidence.and(
                    examined("service " + service, () -> host.services().examine(service)));
        }
        return secrets.masked(evidence);
    }

    private static Evidence examined(String what, Supplier<Evidence> examination) {
        try {
            return examination.get();
        } catch (RuntimeException e) {
            return Evidence.of(what, "It could not be examined: " + Thrown.text(e));
        }
    }
}
