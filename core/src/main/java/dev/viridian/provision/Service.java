package dev.viridian.provision;

import dev.viridian.spi.PlatformException;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A program that is kept running, now and after a boot. It is started anew when what it runs has changed. */
public final class Service implements ProvisioningStep {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final ServiceDefinition definition;
    private final Duration start;

    private Service(ServiceDefinition definition, Duration start) {
        this.definition = definition;
        this.start = start;
    }

    /** A service that does not know yet what it runs. */
    public static final class NeedsProgram {
        private final String name;

        NeedsProgram(String name) {
            this.name = name;
        }

        /** This program, to be found in {@code PATH} or by its path, and its arguments; no shell looks at them. */
        public Service runs(String program, String... arguments) {
            List<String> line = new ArrayList<>(List.of(program));
            line.addAll(List.of(arguments));
            return new Service(
                    new ServiceDefinition(
                            name, name, line, Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), true),
                    Duration.ofSeconds(30));
        }
    }

    /** A few words for people; its name without this. */
    public Service description(String text) {
        return with(definition.described(text));
    }

    /** Where it runs; in the host's home without this. */
    public Service in(String folder) {
        return with(definition.in(HostPath.require(folder)));
    }

    /** The user it runs as; whoever provisions without this. */
    public Service as(String user) {
        return with(definition.as(AccountName.require("user", user)));
    }

    /** Sets a variable of its environment; everybody can see it. Secrets go into an {@link #environmentFrom environment file}. */
    public Service environment(String variable, String value) {
        return with(definition.with(variable, value));
    }

    /** A file of further settings, as {@link ProvisioningStep#environmentFile} writes it; it must be there when the service starts. */
    public Service environmentFrom(String path) {
        return with(definition.withFile(HostPath.require(path)));
    }

    /** Does not start it when the machine boots. */
    public Service notAtBoot() {
        return with(definition.notEnabled());
    }

    /** How long it may take until it runs; 30 seconds without this. That it also answers is for {@link Provisioning#verify} to ask. */
    public Service startsWithin(Duration time) {
        return new Service(definition, Durations.requirePositive("time for " + name(), time));
    }

    private Service with(ServiceDefinition changed) {
        return new Service(changed, start);
    }

    /** What it is called, without {@code .service}. */
    String service() {
        return definition.name();
    }

    @Override
    public String name() {
        return "service " + definition.name();
    }

    /** A little more than the start, which is what tells what is wrong; stopping comes before. */
    @Override
    public Duration limit() {
        return start.plus(Duration.ofMinutes(2));
    }

    @Override
    public Finding inspect(Host host) {
        List<String> changes = new ArrayList<>();
        Optional<ServiceDefinition> found = host.services().defined(definition.name());
        if (!found.equals(Optional.of(definition))) {
            changes.add(name() + ": " + (found.isEmpty() ? "none" : "runs something else") + " → runs `"
                    + String.join(" ", definition.line()) + "`");
        }
        ServiceState state = host.services().look(definition.name());
        if (state.condition() != ServiceState.Condition.RUNNING) {
            changes.add(name() + ": " + state.condition().name().toLowerCase(Locale.ROOT) + " → running ("
                    + state.detail() + ")");
        }
        return changes.isEmpty() ? Finding.satisfied() : Finding.differs(changes);
    }

    @Override
    public void perform(Host host) {
        if (!host.services().defined(definition.name()).equals(Optional.of(definition))) {
            host.services().define(definition);
        }
        switch (host.services().look(definition.name()).condition()) {
            case UNKNOWN, STOPPED -> host.services().start(definition.name());
            case OUTDATED, FAILED -> host.services().restart(definition.name());
            case STARTING, RUNNING -> {}
        }
        awaitRunning(host, definition.name(), start);
    }

    /** Whether performing this now ends with a process that has not begun yet. */
    boolean startsAnew(Host host) {
        return switch (host.services().look(definition.name()).condition()) {
            case UNKNOWN, STOPPED, OUTDATED, FAILED -> true;
            case STARTING, RUNNING -> false;
        };
    }

    static void awaitRunning(Host host, String name, Duration limit) {
        Instant end = host.time().now().plus(limit);
        while (true) {
            ServiceState state = host.services().look(name);
            if (state.condition() == ServiceState.Condition.RUNNING) {
                return;
            }
            boolean over = !host.time().now().isBefore(end);
            if (state.condition() == ServiceState.Condition.FAILED || over) {
                throw PlatformException.passing(
                        "start service " + name,
                        new CommandFailed((over ? "it did not run within " + Durations.text(limit) + ": " : "")
                                + state.detail() + ". " + end(host, name)));
            }
            host.time().sleep(LOOK_EVERY);
        }
    }

    private static String end(Host host, String name) {
        return host.services().examine(name).items().stream()
                .map(item -> item.title() + ": " + item.text().strip())
                .reduce((first, second) -> first + "; " + second)
                .orElse("Nothing more is known of it.");
    }

    @Override
    public String toString() {
        return name();
    }
}
