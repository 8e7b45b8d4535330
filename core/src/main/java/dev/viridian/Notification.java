package dev.viridian;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message to whoever is responsible, with all there is to know. There is one for the outcome of each deployment, with its cause
 * where it failed, and one for each failure on the way that was overcome. Secrets are masked.
 *
 * @param key the same for the same message, however often it is delivered: receivers may drop a second one
 * @param at when what it tells happened
 * @param application the application
 * @param deployment the deployment
 * @param version the version of the revision that was being deployed
 * @param outcome how the deployment ended; empty where it goes on because the failure was overcome
 * @param headline the message in one sentence
 * @param step the step that failed
 * @param machine the machine that was sick, where it was one
 * @param attempts what was tried, with times and causes, oldest first
 * @param evidence log tails, last answers, console output
 * @param done what was done about it, in order
 * @param live what gets the users' traffic now
 * @param advice what a person could do next
 * @param fingerprint the same for failures of the same kind at the same step
 * @param pattern how often that failure was seen lately, where this was not the first time: {@code seen 4 times in the last 10
 *     deployments, first with 1.3.9}
 */
public record Notification(
        String key,
        Instant at,
        String application,
        DeploymentId deployment,
        String version,
        Optional<Outcome> outcome,
        String headline,
        Optional<String> step,
        Optional<MachineId> machine,
        List<Attempt> attempts,
        Evidence evidence,
        List<String> done,
        String live,
        String advice,
        Optional<String> fingerprint,
        Optional<String> pattern) {
    /** Copies the lists. */
    public Notification {
        attempts = List.copyOf(attempts);
        done = List.copyOf(done);
    }

    /** Whether it tells of something that went wrong. */
    public boolean isFailure() {
        return outcome.map(ended -> ended != Outcome.DEPLOYED).orElse(true);
    }

    /**
     * One attempt that failed.
     *
     * @param at when it failed
     * @param step the step
     * @param cause what went wrong
     */
    public record Attempt(Instant at, String step, String cause) {}
}
