package dev.viridian.engine;

import dev.failsafe.Execution;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Remedy;
import dev.viridian.Response;
import dev.viridian.event.Event;
import dev.viridian.plan.Step;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is done about a failure: the first response that fits and has budget left, in the order written. Retries and remedies
 * have a budget for each step, rebuilds for the whole deployment.
 */
final class Ladder {
    private final List<Response> responses;
    private final Map<Integer, Execution<Object>> retries = new HashMap<>();
    private final Set<Integer> remediesUsed = new HashSet<>();
    private final Map<Integer, Integer> machinesRebuilt = new HashMap<>();
    private final Map<Integer, Integer> candidatesRebuilt = new HashMap<>();

    Ladder(List<Response> responses) {
        this.responses = List.copyOf(responses);
    }

    /** One of whose rebuilds some are spent by an earlier controller; a ladder has one rung of rebuilds at most. */
    static Ladder partlySpent(List<Response> responses, int machinesRebuilt, int candidatesRebuilt) {
        Ladder ladder = new Ladder(responses);
        for (int rung = 0; rung < responses.size(); rung++) {
            if (responses.get(rung) instanceof Response.Rebuilding) {
                ladder.machinesRebuilt.put(rung, machinesRebuilt);
                ladder.candidatesRebuilt.put(rung, candidatesRebuilt);
            }
        }
        return ladder;
    }

    /** What is to be done; its text is what people read. */
    sealed interface Move {
        /** What kind of thing it is. */
        Event.Choice choice();
    }

    record Retry(Duration delay) implements Move {
        @Override
        public Event.Choice choice() {
            return Event.Choice.RETRY;
        }

        @Override
        public String toString() {
            return "retry after " + Durations.text(delay);
        }
    }

    record Apply(Remedy remedy) implements Move {
        @Override
        public Event.Choice choice() {
            return Event.Choice.REMEDY;
        }

        @Override
        public String toString() {
            return "remedy: " + remedy.name();
        }
    }

    record ReplaceMachine(MachineId machine) implements Move {
        @Override
        public Event.Choice choice() {
            return Event.Choice.REBUILD_MACHINE;
        }

        @Override
        public String toString() {
            return "rebuild machine " + machine;
        }
    }

    record RebuildCandidate() implements Move {
        @Override
        public Event.Choice choice() {
            return Event.Choice.REBUILD_CANDIDATE;
        }

        @Override
        public String toString() {
            return "rebuild the candidate";
        }
    }

    record GiveUp(Response lastResort) implements Move {
        @Override
        public Event.Choice choice() {
            return Event.Choice.GIVE_UP;
        }

        @Override
        public String toString() {
            return lastResort.toString();
        }
    }

    /** Whether users depend on the candidate. */
    enum Users {
        /** The router was not told to switch. */
        ELSEWHERE,
        /** It was, and gave no answer: at any moment it may. */
        MAY_COME,
        /** It has switched, or is known to. */
        THERE
    }

    /** A step has succeeded: the next one starts with a budget of its own. */
    void stepSucceeded() {
        retries.clear();
        remediesUsed.clear();
    }

    Move next(Step step, Failure failure, Users users) {
        for (int rung = 0; rung < responses.size(); rung++) {
            Optional<Move> move = move(rung, step, failure, users);
            if (move.isPresent()) {
                return move.get();
            }
        }
        return new GiveUp(new Response.RollingBack());
    }

    private Optional<Move> move(int rung, Step step, Failure failure, Users users) {
        Response response = responses.get(rung);
        if (response instanceof Response.Retrying retrying) {
            return step.repeatable() && failure.worthRetrying()
                    ? retry(rung, step, retrying, failure)
                    : Optional.empty();
        } else if (response instanceof Response.Remedying remedying) {
            return remedying.kind().isInstance(failure) && remediesUsed.add(rung)
                    ? Optional.of(new Apply(remedying.remedy()))
                    : Optional.empty();
        } else if (response instanceof Response.Rebuilding rebuilding) {
            return failure.worthRebuilding() ? rebuild(rung, rebuilding, failure, users) : Optional.empty();
        }
        return Optional.of(new GiveUp(response));
    }

    /** Failsafe decides whether, and how long to wait; the waiting itself is ours. */
    private Optional<Move> retry(int rung, Step step, Response.Retrying retrying, Failure failure) {
        Execution<Object> execution =
                retries.computeIfAbsent(rung, first -> Execution.of(RetryPolicies.of(retrying, step.title())));
        if (execution.isComplete()) {
            return Optional.empty();
        }
        execution.recordException(new FailureSignal(failure));
        return execution.isComplete() ? Optional.empty() : Optional.of(new Retry(execution.getDelay()));
    }

    /**
     * The one sick machine where it is one; the whole candidate, while no user depends on it, where it is not or did not help. What users may come to at
     * any moment is as it was proven, or given up.
     */
    private Optional<Move> rebuild(int rung, Response.Rebuilding rebuilding, Failure failure, Users users) {
        if (users == Users.MAY_COME) {
            return Optional.empty();
        }
        if (failure.machine().isPresent() && spend(machinesRebuilt, rung, rebuilding.atMost())) {
            return Optional.of(new ReplaceMachine(failure.machine().get()));
        }
        return users == Users.ELSEWHERE && spend(candidatesRebuilt, rung, rebuilding.atMost())
                ? Optional.of(new RebuildCandidate())
                : Optional.empty();
    }

    private static boolean spend(Map<Integer, Integer> spent, int rung, int budget) {
        boolean left = spent.getOrDefault(rung, 0) < budget;
        if (left) {
            spent.merge(rung, 1, Integer::sum);
        }
        return left;
    }

    /** What Failsafe is told of a failure; it has no use for a stack trace. */
    private static final class FailureSignal extends RuntimeException {
        private static final long serialVersionUID = 1;

        FailureSignal(Failure failure) {
            super(failure.message(), null, false, false);
        }
    }
}
