package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.Remedy;
import dev.viridian.provision.ProvisioningResult.FailedStep;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what happens, with all secrets masked, and tells who listens. */
final class ProvisioningLog {
    private final Time time;
    private final KnownSecrets secrets;
    private final Consumer<ProvisioningEvent> listener;
    private final List<ProvisioningEvent> events = Collections.synchronizedList(new ArrayList<>());

    ProvisioningLog(Time time, KnownSecrets secrets, Consumer<ProvisioningEvent> listener) {
        this.time = time;
        this.secrets = secrets;
        this.listener = listener;
    }

    List<ProvisioningEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    void satisfied(String step) {
        add(new ProvisioningEvent.StepSatisfied(time.now(), step));
    }

    void started(String step, int attempt, List<String> changes) {
        add(new ProvisioningEvent.StepStarted(time.now(), step, attempt, secrets.masked(changes)));
    }

    void done(String step, Instant since) {
        Instant now = time.now();
        add(new ProvisioningEvent.StepDone(now, step, Duration.between(since, now)));
    }

    void passed(String check, Instant since) {
        Instant now = time.now();
        add(new ProvisioningEvent.CheckPassed(now, check, Duration.between(since, now)));
    }

    void failed(String step, int attempt, Failure failure) {
        add(new ProvisioningEvent.StepFailed(
                time.now(), step, attempt, failure.getClass().getSimpleName(), secrets.masked(failure.message())));
    }

    void retryDue(String step, Duration delay) {
        add(new ProvisioningEvent.RetryDue(time.now(), step, delay));
    }

    void remedied(String step, Remedy remedy, String result) {
        add(new ProvisioningEvent.RemedyApplied(time.now(), step, remedy.name(), secrets.masked(result)));
    }

    /** What is said in the end of a step that has failed for good. */
    FailedStep givenUp(String step, Failure failure, int attempts) {
        return new FailedStep(step, failure.getClass().getSimpleName(), secrets.masked(failure.message()), attempts);
    }

    private void add(ProvisioningEvent event) {
        events.add(event);
        listener.accept(event);
    }
}
