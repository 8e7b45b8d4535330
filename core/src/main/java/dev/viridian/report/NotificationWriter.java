package dev.viridian.report;

import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.event.Event;
import dev.viridian.files.Sha256;
import dev.viridian.text.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes notifications: a fold over what happened. */
public final class NotificationWriter {
    private static final String OVERCOME = "overcome-";
    private static final int DIGEST_BYTES = 6;

    private final Event.DeploymentStarted started;

    /**
     * For one deployment.
     *
     * @param started how it began
     */
    public NotificationWriter(Event.DeploymentStarted started) {
        this.started = started;
    }

    /**
     * The one message about how a deployment ended.
     *
     * @param finished how it ended
     * @param events all that happened
     * @param pattern how often its failure was seen lately, if it was
     */
    public Notification ofOutcome(Event.DeploymentFinished finished, List<Event> events, Optional<String> pattern) {
        Optional<Failure> cause = finished.failure();
        List<Event.StepFailed> failures = cause.isPresent() ? failures(events) : List.of();
        Optional<Event.StepFailed> last =
                failures.isEmpty() ? Optional.empty() : Optional.of(failures.get(failures.size() - 1));
        return notification(
                outcomeKey(finished),
                finished.at(),
                Optional.of(finished.outcome()),
                headline(finished.outcome(), cause),
                failures,
                last,
                done(events),
                finished.live(),
                cause.map(failure -> Advice.of(failure, finished.outcome())).orElse("Nothing needs to be done."),
                pattern);
    }

    private static List<Event.StepFailed> failures(List<Event> events) {
        return events.stream()
                .filter(Event.StepFailed.class::isInstance)
                .map(Event.StepFailed.class::cast)
                .toList();
    }

    /**
     * Which outcome it is belongs to the key: where it could not be written down, the next controller may bring the same deployment to another end, and
     * whoever honours the key must hear of that. Deployments that were refused before they had a number are told apart by when that was, whose they were, and why.
     */
    private String outcomeKey(Event.DeploymentFinished finished) {
        String which = started.id().number() == 0
                ? finished.at().toEpochMilli() + "-" + unnumbered(finished)
                : finished.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "outcome-" + which;
    }

    private String unnumbered(Event.DeploymentFinished finished) {
        return Sha256.beginning(
                String.join("\n", started.at().toString(), started.by(), started.location(), finished.summary()),
                DIGEST_BYTES);
    }

    /**
     * The one message about failures that were overcome.
     *
     * @param number how many steps had failed before in this deployment, the first of these included: tells these messages apart
     * @param at when the step succeeded at last
     * @param failures what had failed, oldest first, at least one
     * @param live what gets the traffic now
     * @param since all that happened since the first of them
     */
    public Notification ofOvercome(
            int number, Instant at, List<Event.StepFailed> failures, TrafficSplit live, List<Event> since) {
        Event.StepFailed last = failures.get(failures.size() - 1);
        return notification(
                OVERCOME + number,
                at,
                Optional.empty(),
                started.id() + " (" + started.revision().version() + ") overcame a failure and goes on: "
                        + last.message(),
                failures,
                Optional.of(last),
                done(since),
                live,
                "Nothing needs to be done now. Look at the evidence if it happens again.",
                Optional.empty());
    }

    /**
     * The one message that asks for approval of a candidate.
     *
     * @param at when
     * @param candidate the candidate
     * @param within how long it is waited
     * @param live what gets the traffic now
     */
    public Notification ofApproval(Instant at, EnvironmentName candidate, Duration within, TrafficSplit live) {
        return notification(
                "approval-" + candidate,
                at,
                Optional.empty(),
                started.id() + " (" + started.revision().version() + ") is ready in " + candidate
                        + " and waits for approval until " + at.plus(within),
                List.of(),
                Optional.empty(),
                List.of(),
                live,
                "Look at the candidate, and call resume() where it may go live, or abort().",
                Optional.empty());
    }

    /** Whether it is the key of a message about failures that were overcome. */
    public static boolean isOfOvercome(String key) {
        return key.substring(key.lastIndexOf('/') + 1).startsWith(OVERCOME);
    }

    private Notification notification(
            String kind,
            Instant at,
            Optional<Outcome> outcome,
            String headline,
            List<Event.StepFailed> failures,
            Optional<Event.StepFailed> last,
            List<String> done,
            TrafficSplit live,
            String advice,
            Optional<String> pattern) {
        return new Notification(
                started.id() + "/" + kind,
                at,
                started.id().application(),
                started.id(),
                started.revision().version(),
                outcome,
                Redaction.of(headline),
                last.map(Event.StepFailed::step),
                last.flatMap(Event.StepFailed::machine),
                failures.stream()
                        .map(failed ->
                                new Notification.Attempt(failed.at(), failed.step(), Redaction.of(failed.message())))
                        .toList(),
                evidence(failures),
                done,
                described(live),
                advice,
                last.map(Event.StepFailed::fingerprint),
                pattern);
    }

    /** What was found several times is told once. */
    private static Evidence evidence(List<Event.StepFailed> failures) {
        Set<Evidence.Item> found = new LinkedHashSet<>();
        failures.forEach(failed -> found.addAll(failed.evidence().items()));
        return new Evidence(List.copyOf(found));
    }

    /** The environments with the versions they run, for instance {@code 1.1 (orders-2-1) 100 %}. */
    private String described(TrafficSplit live) {
        String text = live.toString();
        for (EnvironmentName name : live.environments()) {
            Revision revision =
                    former(name).map(Event.LiveEnvironment::revision).orElse(started.revision());
            text = text.replace(name.value(), revision.version() + " (" + name + ")");
        }
        return text;
    }

    /** What was there of that name before the deployment. */
    private Optional<Event.LiveEnvironment> former(EnvironmentName name) {
        return started.live()
                .filter(live -> live.name().equals(name))
                .or(() -> started.wayBack().filter(wayBack -> wayBack.name().equals(name)));
    }

    private String headline(Outcome outcome, Optional<Failure> cause) {
        String what = started.id() + " (" + started.revision().version() + ") ";
        String why = cause.map(failure -> ": " + failure.message()).orElse("");
        return switch (outcome) {
            case DEPLOYED -> what + "is live";
            case ROLLED_BACK ->
                what + (cause.filter(Failure.Aborted.class::isInstance).isPresent() ? "was" : "failed and was")
                        + " rolled back" + why;
            case QUARANTINED -> what + "failed, was rolled back and is kept for examination" + why;
            case HALTED -> what + "failed and needs a person now" + why;
            case REFUSED -> what + "was refused before anything was touched" + why;
        };
    }

    private static List<String> done(List<Event> events) {
        List<String> done = new ArrayList<>();
        boolean failed = false;
        for (Event event : events) {
            failed |= event instanceof Event.StepFailed;
            if (event instanceof Event.ResponseChosen chosen) {
                done.add(chosen.response() + " (after '" + chosen.step() + "' failed)");
            } else if (failed && event instanceof Event.EffectDone effect) {
                done.add(effect.effect());
            } else if (event instanceof Event.CleanUpFailed cleanUp) {
                done.add("could not " + cleanUp.step() + ": " + Redaction.of(cleanUp.message()));
            } else if (event instanceof Event.StragglersFound stragglers) {
                done.add("cut " + stragglers.inFlight() + " requests that were still in flight to "
                        + stragglers.environment());
            }
        }
        return done;
    }
}
