package dev.viridian.report;

import dev.viridian.event.Event;
import dev.viridian.text.Durations;
import dev.viridian.text.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Events as lines for a person, each with the time since the first. */
public final class Timeline {
    private Timeline() {}

    /** The lines. */
    public static String of(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            text.append(since(events.get(0).at(), event.at()))
                    .append("  ")
                    .append(line(event))
                    .append('\n');
        }
        return text.toString();
    }

    /** One event in one line, without its time. */
    public static String line(Event event) {
        return Redaction.of(sentence(event)).replaceAll("\\R", " | ");
    }

    private static String since(Instant start, Instant at) {
        Duration elapsed = Duration.between(start, at);
        return String.format(
                Locale.ROOT,
                "%3d:%02d:%02d.%03d",
                elapsed.toHours(),
                elapsed.toMinutesPart(),
                elapsed.toSecondsPart(),
                elapsed.toMillisPart());
    }

    private static String sentence(Event event) {
        if (event instanceof Event.DeploymentStarted started) {
            return started.id() + " started by " + started.by() + ": " + started.revision() + " from "
                    + started.location()
                    + started.backTo().map(earlier -> ", back to " + earlier).orElse("") + "; traffic goes "
                    + started.routing();
        } else if (event instanceof Event.PlanMade made) {
            return "planned " + made.why() + ": " + String.join(" → ", made.steps());
        } else if (event instanceof Event.StepStarted step) {
            return step.step() + (step.attempt() > 1 ? " (attempt " + step.attempt() + ")" : "");
        } else if (event instanceof Event.StepSucceeded step) {
            return step.step() + ": done in " + Durations.text(step.took());
        } else if (event instanceof Event.StepFailed failed) {
            return failed.step() + ": FAILED (attempt " + failed.attempt() + "): " + failed.message();
        } else if (event instanceof Event.ResponseChosen chosen) {
            return "response to '" + chosen.step() + "': " + chosen.response();
        } else if (event instanceof Event.RollBackBegun begun) {
            return "going back"
                    + begun.quarantine().map(kept -> ", the candidate is kept").orElse("") + ": "
                    + begun.cause().message();
        } else if (event instanceof Event.SuccessorProven proven) {
            return proven.environment() + " is live and proven, and stays";
        } else if (event instanceof Event.Paused paused) {
            return "paused by " + paused.by() + ", until " + paused.until() + " at most";
        } else if (event instanceof Event.ApprovalAwaited awaited) {
            return "waits until somebody approves " + awaited.environment() + ", until " + awaited.until() + " at most";
        } else if (event instanceof Event.Resumed resumed) {
            return "resumed by " + resumed.by();
        } else if (event instanceof Event.RemedyFailed remedy) {
            return "remedy '" + remedy.remedy() + "' failed: " + remedy.cause();
        } else if (event instanceof Event.DeploymentFinished finished) {
            return finished.outcome() + ": " + finished.summary() + "; traffic goes " + finished.live();
        }
        return observation(event);
    }

    private static String observation(Event event) {
        if (event instanceof Event.EffectIntended intended) {
            return "  intends to " + intended.effect();
        } else if (event instanceof Event.EffectDone done) {
            return "  did " + done.effect();
        } else if (event instanceof Event.EffectFailed failed) {
            return "  perhaps did not " + failed.effect() + ": " + failed.cause();
        } else if (event instanceof Event.HealthObserved health) {
            return "  " + health.environment() + ": " + health.healthy() + " of " + health.wanted() + " healthy"
                    + (health.detail().isEmpty() ? "" : "; " + health.detail());
        } else if (event instanceof Event.EnvironmentProven proven) {
            return "  " + proven.environment() + " is proven: " + proven.machines() + " machines healthy";
        } else if (event instanceof Event.RoutingObserved routing) {
            return "  the router shows: " + routing.routing();
        } else if (event instanceof Event.StragglersFound stragglers) {
            return "  still in flight to " + stragglers.environment() + ", to be cut: " + stragglers.inFlight();
        } else if (event instanceof Event.CleanUpFailed failed) {
            return failed.step() + " failed, left for later: " + failed.message();
        } else if (event instanceof Event.Quarantined quarantined) {
            return quarantined.environment() + " is in quarantine until " + quarantined.until();
        } else if (event instanceof Event.TakenOver taken) {
            return "taken over by " + taken.by() + " with fencing token " + taken.fencingToken()
                    + "; whoever wrote this journal before is fenced off";
        } else if (event instanceof Event.NotificationSent sent) {
            return "notified by " + sent.notifier() + " (" + sent.key() + ")";
        } else if (event instanceof Event.NotificationFailed failed) {
            return "could not notify by " + failed.notifier() + " (" + failed.key() + "): " + failed.cause();
        }
        throw new AssertionError("No line for " + event);
    }
}
