package dev.viridian.provision;

import dev.viridian.FailureResponse;
import dev.viridian.HealthCheck;
import dev.viridian.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What makes a machine ready: steps in order, what they have done at the end, what proves the machine, and what is done about failures.
 * A value; {@link Provisioner} performs it. Immutable.
 *
 * <pre>{@code
 * Provisioning.of("orders")
 *     .step(download(machine.artifact()).to("releases"))
 *     .step(unpack().into("app"))
 *     .step(writeFile("app.properties").from(template("orders.properties").with("region", "eu-west-1")).triggering("restart"))
 *     .step(service("orders").runs("java", "-jar", "app/orders.jar"))
 *     .handler("restart", restart("orders"))
 *     .verify(tcp(8080).accepts())
 *     .onFailure(when(DiskFull.class, remedy("empty the cache", failure -> cache.empty())).then(rebuild()))
 * }</pre>
 *
 * <p>A step fails when it throws, takes longer than its limit, or is not found done afterwards. Then, for each step, the responses are
 * taken in the order written; without any it is tried three times more. When they are spent the machine has failed, says why, and is torn
 * down by who built it, so that a new one is built: that is the meaning of {@code rebuild()} here.
 */
public final class Provisioning {
    private static final List<Response> DEFAULT_RESPONSES =
            FailureResponse.retry(3).then(FailureResponse.rebuild()).responses();

    private final String application;
    private final List<List<ProvisioningStep>> stages;
    private final List<Handler> handlers;
    private final List<HealthCheck> checks;
    private final List<Response> responses;

    private Provisioning(
            String application,
            List<List<ProvisioningStep>> stages,
            List<Handler> handlers,
            List<HealthCheck> checks,
            List<Response> responses) {
        this.application = application;
        this.stages = List.copyOf(stages);
        this.handlers = List.copyOf(handlers);
        this.checks = List.copyOf(checks);
        this.responses = responses;
    }

    /** Provisioning of machines for an application, which needs a first step. */
    public static NeedsStep of(String application) {
        return new NeedsStep(application);
    }

    static Provisioning first(String application, ProvisioningStep step) {
        return new Provisioning(application, List.of(List.of(step)), List.of(), List.of(), DEFAULT_RESPONSES);
    }

    /** Goes on with a step. */
    public Provisioning step(ProvisioningStep next) {
        return stage(List.of(next));
    }

    /**
     * Unpacks what the step right before downloads: both become one, which fetches, proves and unpacks in one pass.
     *
     * @throws IllegalArgumentException when the step right before is no download
     */
    public Provisioning step(Unpack unpack) {
        List<ProvisioningStep> last = stages.get(stages.size() - 1);
        if (last.size() != 1 || !(last.get(0) instanceof Download download)) {
            throw new IllegalArgumentException("There is nothing to unpack into " + unpack.path()
                    + ": the step before is '" + names(last)
                    + "'. Expected .step(download(artifact).to(folder)) right before"
                    + " .step(unpack().into(path)).");
        }
        List<List<ProvisioningStep>> joined = new ArrayList<>(stages.subList(0, stages.size() - 1));
        joined.add(List.of(new Release(download, unpack)));
        return new Provisioning(application, joined, handlers, checks, responses);
    }

    /** Goes on with steps that are done side by side; the next one waits for all of them. They must not need one another. */
    public Provisioning sideBySide(ProvisioningStep first, ProvisioningStep... more) {
        List<ProvisioningStep> stage = new ArrayList<>(List.of(first));
        stage.addAll(Arrays.asList(more));
        return stage(List.copyOf(stage));
    }

    private Provisioning stage(List<ProvisioningStep> stage) {
        List<List<ProvisioningStep>> more = new ArrayList<>(stages);
        more.add(stage);
        return new Provisioning(application, more, handlers, checks, responses);
    }

    /**
     * Does this after all steps, once, when a step that {@link ProvisioningStep#triggering triggers} it has changed something. That it is
     * due is written down before the change, so that a machine that is killed in between does it when it is provisioned again. Handlers run in the
     * order written, and trigger none themselves.
     */
    public Provisioning handler(String name, ProvisioningStep step) {
        if (!name.matches("[\\w .-]{1,100}") || name.startsWith(".")) {
            throw new IllegalArgumentException("Not the name of a handler: '" + name
                    + "'. Expected letters, digits, spaces, '.', '_' and '-', such as \"restart orders\".");
        }
        List<Handler> more = new ArrayList<>(handlers);
        more.add(new Handler(name, step));
        return new Provisioning(application, stages, more, checks, responses);
    }

    /** Asks this of the machine, at the application's port, when all is done; it is ready when it has passed. */
    public Provisioning verify(HealthCheck check) {
        List<HealthCheck> more = new ArrayList<>(checks);
        more.add(check);
        return new Provisioning(application, stages, handlers, more, responses);
    }

    /** What is done when a step fails, in place of trying it three times more. */
    public Provisioning onFailure(FailureResponse.Retry responses) {
        return responding(responses.responses());
    }

    /** What is done when a step fails, in place of trying it three times more. */
    public Provisioning onFailure(FailureResponse.When responses) {
        return responding(responses.responses());
    }

    /** What is done when a step fails, in place of trying it three times more. */
    public Provisioning onFailure(FailureResponse.Rebuild responses) {
        return responding(responses.responses());
    }

    private Provisioning responding(List<Response> others) {
        return new Provisioning(application, stages, handlers, checks, others);
    }

    /** The application that the machine is for. */
    public String application() {
        return application;
    }

    /** The steps in order; those in one list are done side by side. */
    public List<List<ProvisioningStep>> stages() {
        return stages;
    }

    /** What is done at the end where a step has triggered it, in order. */
    public List<Handler> handlers() {
        return handlers;
    }

    /** What proves the machine. */
    public List<HealthCheck> checks() {
        return checks;
    }

    /** What is done when a step fails that says nothing else. */
    public List<Response> responses() {
        return responses;
    }

    /** Refuses what could not be performed: two steps of one name could not be told apart, and a handler that is not there never runs. */
    void requireConsistent() {
        Set<String> known = handlers.stream().map(Handler::name).collect(Collectors.toCollection(LinkedHashSet::new));
        if (known.size() < handlers.size()) {
            throw new IllegalArgumentException("Two handlers of " + application + " have the same name: "
                    + handlers.stream().map(Handler::name).toList() + ".");
        }
        handlers.forEach(this::requireNoTriggers);
        Set<String> names = new LinkedHashSet<>();
        for (ProvisioningStep step : stages.stream().flatMap(List::stream).toList()) {
            if (!names.add(step.name())) {
                throw new IllegalArgumentException("Two steps of " + application + " are called '" + step.name()
                        + "'. Expected each to be there once.");
            }
            for (String trigger : step.triggers()) {
                if (!known.contains(trigger)) {
                    throw new IllegalArgumentException("Step '" + step.name() + "' triggers '" + trigger
                            + "', which is no handler of " + application + ". Its handlers are: " + known + ".");
                }
            }
        }
    }

    private void requireNoTriggers(Handler handler) {
        handler.step().triggers().stream().findFirst().ifPresent(trigger -> {
            throw new IllegalArgumentException("Handler '" + handler.name() + "' triggers '" + trigger
                    + "', and no handler of " + application + " may trigger another. Have the steps that trigger '"
                    + handler.name() + "' trigger '" + trigger + "', too: handlers run in the order written.");
        });
    }

    private static String names(List<ProvisioningStep> steps) {
        return steps.stream().map(ProvisioningStep::name).collect(Collectors.joining(", "));
    }

    /** For instance {@code provisioning of orders: unpack … into app, service orders}. */
    @Override
    public String toString() {
        return "provisioning of " + application + ": "
                + stages.stream().map(Provisioning::names).collect(Collectors.joining(", "));
    }

    /**
     * What is done at the end where a step has triggered it.
     *
     * @param name what steps call it by
     * @param step what it does
     */
    public record Handler(String name, ProvisioningStep step) {}

    /** A provisioning without a step. */
    public static final class NeedsStep {
        private final String application;

        private NeedsStep(String application) {
            if (application.isBlank()) {
                throw new IllegalArgumentException("Provisioning for an application without a name.");
            }
            this.application = application;
        }

        /** Begins with this step. */
        public Provisioning step(ProvisioningStep first) {
            return first(application, first);
        }

        /** Begins with steps that are done side by side. */
        public Provisioning sideBySide(ProvisioningStep first, ProvisioningStep... more) {
            List<ProvisioningStep> stage = new ArrayList<>(List.of(first));
            stage.addAll(Arrays.asList(more));
            return new Provisioning(application, List.of(List.copyOf(stage)), List.of(), List.of(), DEFAULT_RESPONSES);
        }
    }
}
