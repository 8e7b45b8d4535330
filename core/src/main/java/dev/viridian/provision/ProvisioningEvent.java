package dev.viridian.provision;

import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What happened while a machine was provisioned. Secrets are masked in all texts. */
public sealed interface ProvisioningEvent {
    /** When it happened. */
    Instant at();

    /** The step it belongs to. */
    String step();

    /** It was done already. */
    record StepSatisfied(Instant at, String step) implements ProvisioningEvent {
        @Override
        public String toString() {
            return step + ": done already";
        }
    }

    /**
     * It is being done.
     *
     * @param attempt 1 for the first
     * @param changes what is different from how it should be
     */
    record StepStarted(Instant at, String step, int attempt, List<String> changes) implements ProvisioningEvent {
        /** Copies the changes. */
        public StepStarted {
            changes = List.copyOf(changes);
        }

        @Override
        public String toString() {
            return step + (attempt == 1 ? "" : ", attempt " + attempt) + ": " + String.join("; ", changes);
        }
    }

    /**
     * It was done, and looking at it again has shown that.
     *
     * @param took how long this attempt took
     */
    record StepDone(Instant at, String step, Duration took) implements ProvisioningEvent {
        @Override
        public String toString() {
            return step + ": done in " + Durations.text(took);
        }
    }

    /**
     * What proves the machine was answered well; nothing was changed by asking.
     *
     * @param took how long that took
     */
    record CheckPassed(Instant at, String step, Duration took) implements ProvisioningEvent {
        @Override
        public String toString() {
            return step + ": passed after " + Durations.text(took);
        }
    }

    /**
     * It failed.
     *
     * @param attempt 1 for the first
     * @param kind the class of the failure
     * @param message what it says
     */
    record StepFailed(Instant at, String step, int attempt, String kind, String message) implements ProvisioningEvent {
        @Override
        public String toString() {
            return step + ": attempt " + attempt + " failed: " + message;
        }
    }

    /** It is tried again after this delay. */
    record RetryDue(Instant at, String step, Duration delay) implements ProvisioningEvent {
        @Override
        public String toString() {
            return step + ": again in " + Durations.text(delay);
        }
    }

    /**
     * A remedy was applied.
     *
     * @param remedy what it does
     * @param result {@code done}, or why it could not be applied
     */
    record RemedyApplied(Instant at, String step, String remedy, String result) implements ProvisioningEvent {
        @Override
        public String toString() {
            return step + ": remedy '" + remedy + "': " + result;
        }
    }
}
