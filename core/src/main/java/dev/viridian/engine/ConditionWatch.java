package dev.viridian.engine;

import dev.viridian.BakeCondition;
import dev.viridian.BakeCondition.State;
import dev.viridian.BakeCondition.Verdict;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.text.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Looks at what must be well while an environment is baked, again and again. */
final class ConditionWatch {
    /** How long one look may take. */
    static final Duration ANSWER = Duration.ofSeconds(10);

    /** What was sick before the new revision came has this long to become well. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    /** How often what says nothing at the end is looked at again, and after how long each time. */
    private static final int LAST_LOOKS = 3;

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Controller controller;
    private final EnvironmentName environment;
    private final List<BakeCondition> conditions;
    private final Duration interval;
    private final List<Boolean> wasWell;
    private Instant due = Instant.MIN;
    private Instant begun = Instant.MAX;

    ConditionWatch(
            Controller controller, EnvironmentName environment, List<BakeCondition> conditions, Duration interval) {
        this.controller = controller;
        this.environment = environment;
        this.conditions = conditions;
        this.interval = interval;
        this.wasWell = new ArrayList<>(Collections.nCopies(conditions.size(), false));
    }

    /** Looks if it is time to, and fails when one is sick. */
    void lookWhenDue() {
        Instant now = controller.now();
        if (conditions.isEmpty() || now.isBefore(due)) {
            return;
        }
        begun = begun.equals(Instant.MAX) ? now : begun;
        due = now.plus(interval);
        for (int which = 0; which < conditions.size(); which++) {
            Verdict verdict = look(conditions.get(which));
            boolean mayStillBecomeWell = !wasWell.get(which) && now.isBefore(begun.plus(GRACE));
            if (verdict.state() == State.SICK && !mayStillBecomeWell) {
                throw failed(conditions.get(which), verdict);
            }
            wasWell.set(which, wasWell.get(which) || verdict.state() == State.WELL);
        }
    }

    /** At the end all of them are well. */
    void requireWell() {
        for (BakeCondition condition : conditions) {
            Verdict verdict = look(condition);
            for (int again = 0; verdict.state() == State.UNKNOWN && again < LAST_LOOKS; again++) {
                controller.pause(AGAIN);
                verdict = look(condition);
            }
            if (verdict.state() != State.WELL) {
                throw failed(condition, verdict);
            }
        }
    }

    private Verdict look(BakeCondition condition) {
        controller.checkpoint();
        try {
            BakeCondition.Baked baked = new RoutedBake(controller.platform(), environment, since());
            return controller.bounded(() -> "look at " + name(condition), ANSWER, () -> condition.look(baked));
        } catch (PlatformException e) {
            if (e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            return Verdict.unknown(e.failure().message());
        }
    }

    private Instant since() {
        Instant now = controller.now();
        return begun.isBefore(now) ? begun : now;
    }

    private PlatformException failed(BakeCondition condition, Verdict verdict) {
        return new PlatformException(new Failure.BakeConditionFailed(
                environment, name(condition), verdict.state() == State.UNKNOWN, verdict.detail()));
    }

    static String name(BakeCondition condition) {
        return Names.of(condition, "a condition of yours");
    }
}
