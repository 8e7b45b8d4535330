package dev.viridian.provision;

import dev.viridian.Evidence;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of provisioning a machine. A failed one is a result, not an exception.
 *
 * @param application what the machine is for
 * @param machine what it is called
 * @param begun when it began
 * @param ended when it ended
 * @param events what happened, in order
 * @param failure why the machine is not ready; empty when it is
 * @param evidence what was found on the machine when it failed
 */
public record ProvisioningResult(
        String application,
        String machine,
        Instant begun,
        Instant ended,
        List<ProvisioningEvent> events,
        Optional<FailedStep> failure,
        Evidence evidence) {
    /** Copies the events. */
    public ProvisioningResult {
        events = List.copyOf(events);
    }

    /** Whether the machine is ready. */
    public boolean ready() {
        return failure.isEmpty();
    }

    /** The steps that changed something, in order. */
    public List<String> changed() {
        return events.stream()
                .filter(ProvisioningEvent.StepDone.class::isInstance)
                .map(ProvisioningEvent::step)
                .toList();
    }

    /** How long it took. */
    public Duration took() {
        return Duration.between(begun, ended);
    }

    /**
     * This, when the machine is ready.
     *
     * @throws ProvisioningFailedException when it is not
     */
    public ProvisioningResult orElseThrow() {
        if (!ready()) {
            throw new ProvisioningFailedException(this);
        }
        return this;
    }

    /** What happened, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Machine " + machine + " for " + application
                + (ready() ? " is ready" : " failed") + " after " + Durations.text(took()) + ", "
                + changed().size() + " steps changed something.\n");
        events.forEach(event -> text.append("  ").append(event).append('\n'));
        failure.ifPresent(failed -> text.append("Why: ").append(failed).append('\n'));
        evidence.items()
                .forEach(item -> text.append("--- ")
                        .append(item.title())
                        .append('\n')
                        .append(item.text())
                        .append('\n'));
        return text.toString();
    }

    /**
     * Why a machine is not ready.
     *
     * @param step the step that failed
     * @param kind the class of its last failure
     * @param message what that says, secrets masked
     * @param attempts how often it was tried
     */
    public record FailedStep(String step, String kind, String message, int attempts) {
        @Override
        public String toString() {
            return "step '" + step + "' failed " + (attempts == 1 ? "once" : attempts + " times") + ", last: "
                    + message;
        }
    }
}
