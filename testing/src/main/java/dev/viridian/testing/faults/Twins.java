package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which scenarios come to the same as another one that is tried.
 *
 * <ul>
 *   <li>A death before a question and one after it: asking changes nothing and takes no time.
 *   <li>A death after a call and one before the next, where there is a {@linkplain Lulls lull} between them.
 *   <li>Something that happens before a call that sees nothing of machines, and the same before the next call, where there is a lull
 *       between them. The rules excuse what happened too late to be known, so the earlier one is tried, which is excused less.
 * </ul>
 */
final class Twins {
    static final Twins NONE = new Twins(List.of(), Set.of());

    private static final Set<Operation> QUESTIONS = EnumSet.of(
            Operation.PIN,
            Operation.OPEN,
            Operation.FIND,
            Operation.LIST,
            Operation.EXAMINE,
            Operation.OBSERVE,
            Operation.COUNT_IN_FLIGHT,
            Operation.COUNT_REQUESTS,
            Operation.FIND_ENTRY,
            Operation.READ_STATE,
            Operation.LIST_STATE);

    private static final Set<Operation> SEE_NO_MACHINES = EnumSet.of(
            Operation.PIN,
            Operation.OPEN,
            Operation.OBSERVE,
            Operation.FIND_ENTRY,
            Operation.READ_STATE,
            Operation.LIST_STATE,
            Operation.CREATE_STATE,
            Operation.REPLACE_STATE,
            Operation.DELETE_STATE,
            Operation.DELIVER);

    private final Map<Integer, Call> tried = new HashMap<>();
    private final Set<Integer> beforeLulls;

    private Twins(List<Call> tried, Set<Integer> beforeLulls) {
        tried.forEach(call -> this.tried.put(call.number(), call));
        this.beforeLulls = beforeLulls;
    }

    /**
     * Among scenarios of one controller.
     *
     * @param tried the calls at which something is let go wrong
     * @param beforeLulls the numbers of those calls after which nothing happens until the next
     */
    static Twins among(List<Call> tried, Set<Integer> beforeLulls) {
        return new Twins(tried, beforeLulls);
    }

    /** Whether that fault at that call is a death which has a later twin that is tried, or has one itself. */
    boolean hasLater(Fault fault, Call call) {
        return switch (fault) {
            case KILLED_BEFORE -> changesNothing(call);
            case KILLED_AFTER -> beforeLulls.contains(call.number()) && tried.containsKey(call.number() + 1);
            default -> false;
        };
    }

    private boolean changesNothing(Call call) {
        return tried.containsKey(call.number()) && call.fault() == Fault.NONE && QUESTIONS.contains(call.operation());
    }

    /** Whether what happens before that call could as well have happened before the call before, where that is tried. */
    boolean hasEarlierIncident(Call call) {
        Optional<Call> before = Optional.ofNullable(tried.get(call.number() - 1));
        return before.filter(earlier -> beforeLulls.contains(earlier.number()))
                .filter(earlier -> SEE_NO_MACHINES.contains(earlier.operation()))
                .isPresent();
    }
}
