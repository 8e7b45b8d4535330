package dev.viridian.plan;

import dev.viridian.Response;
import dev.viridian.TrafficSplit;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long a plan takes at most: what is waited for and looked at before the first step, every step to its deadline, every retry, every remedy, every rebuild, and then the way back. What it
 * takes to deliver notifications is not in it.
 */
final class WorstCase {
    /** Steps of the way back, and those that tear down, are tried this often, whatever the deployment says about failures. */
    static final int FIRM_TRIES = 4;

    /** More than they ever wait before another try. */
    private static final Duration FIRM_DELAY = Duration.ofSeconds(36);

    private final Plan plan;
    private final List<Response.Retrying> retrying;
    private final List<Response.Remedying> remedying;
    private final List<Response.Rebuilding> rebuilding;

    WorstCase(Plan plan) {
        this.plan = plan;
        List<Response> responses = plan.deployment().onFailure().responses();
        this.retrying = only(Response.Retrying.class, responses);
        this.remedying = only(Response.Remedying.class, responses);
        this.rebuilding = only(Response.Rebuilding.class, responses);
    }

    Duration forward() {
        return plan.deployment().within().orElseGet(this::computed);
    }

    /** What was begun right before the deadline of the whole comes to its own end. */
    Duration total() {
        Duration begunAtTheEnd = Duration.ZERO;
        for (Step step : plan.steps()) {
            begunAtTheEnd = Durations.longer(begunAtTheEnd, step.deadline());
        }
        return beforehand().plus(forward()).plus(begunAtTheEnd).plus(rollBack());
    }

    private Duration beforehand() {
        return plan.patience().plus(Plan.PINNING).plus(Plan.LOOKING);
    }

    /** A rebuild of a machine repeats the steps since, one of the candidate all of them; both are torn down before. */
    private Duration computed() {
        int rebuilds = 0;
        for (Response.Rebuilding response : rebuilding) {
            rebuilds += response.atMost();
        }
        Duration once = sum(plan.steps(), this::withRetries);
        Duration tearingDown = firmly(Limits.CREATE).plus(firmly(Limits.RETIRE));
        return Durations.shorter(times(once, 1L + 2L * rebuilds).plus(times(tearingDown, rebuilds)), Durations.LONGEST);
    }

    /** Each remedy is applied once, and each is followed by another try. */
    private Duration withRetries(Step step) {
        Duration once = step.deadline();
        Duration remedied =
                sum(remedying, response -> response.remedy().deadline().plus(once));
        Duration retried = step.repeatable()
                ? sum(retrying, response -> times(once.plus(delay(response)), response.attempts()))
                : Duration.ZERO;
        return once.plus(remedied).plus(retried);
    }

    /** What is to be done without an end has one all the same. */
    private static Duration times(Duration duration, long often) {
        boolean endless = often > 0 && duration.compareTo(Durations.LONGEST.dividedBy(often)) > 0;
        return endless ? Durations.LONGEST : Durations.times(duration, often);
    }

    private static Duration delay(Response.Retrying retrying) {
        return Durations.share(retrying.longestDelay(), 6, 5);
    }

    private Duration rollBack() {
        TrafficSplit worst = TrafficSplit.allTo(plan.situation().candidate());
        return firmly(plan.rollBack(worst, true, List.of(plan.situation().candidate()), Optional.empty()));
    }

    static Duration firmly(List<Step> steps) {
        return sum(steps, step -> firmly(step.deadline()));
    }

    private static Duration firmly(Duration deadline) {
        return Durations.times(deadline.plus(FIRM_DELAY), FIRM_TRIES);
    }

    /** Without a stream: each deployment that is explored has its plan, and most of the time of making that went here. */
    private static <T> Duration sum(List<T> of, Function<T, Duration> duration) {
        Duration sum = Duration.ZERO;
        for (T one : of) {
            sum = sum.plus(duration.apply(one));
        }
        return sum;
    }

    private static <R extends Response> List<R> only(Class<R> kind, List<Response> responses) {
        List<R> only = new ArrayList<>(responses.size());
        for (Response response : responses) {
            if (kind.isInstance(response)) {
                only.add(kind.cast(response));
            }
        }
        return only;
    }
}
