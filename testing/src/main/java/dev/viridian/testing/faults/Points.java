package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The calls of a run at which something is let go wrong. A question that is asked again and again while nothing changes, as in a long
 * wait, is tried the first two times and the last time: in between nothing else could come of it.
 */
final class Points {
    private static final Set<Operation> CHANGES = EnumSet.of(
            Operation.CREATE,
            Operation.REPLACE,
            Operation.RESIZE,
            Operation.DESTROY,
            Operation.ROUTE,
            Operation.CREATE_STATE,
            Operation.DELIVER);
    private static final int FIRST = 2;

    private final List<Call> tried = new ArrayList<>();
    private final Map<Operation, Integer> occurrences = new TreeMap<>();
    private int left;

    private record Repeated(Operation operation, String subject, Object given, int changesBefore) {}

    /** Of a controller's calls, from that one on. */
    static Points of(List<Call> calls, int from) {
        Points points = new Points();
        points.take(calls.stream().filter(call -> call.number() >= from).toList());
        return points;
    }

    private void take(List<Call> calls) {
        Map<Repeated, List<Call>> repeated = new LinkedHashMap<>();
        int changes = 0;
        for (Call call : calls) {
            occurrences.merge(call.operation(), 1, Integer::sum);
            changes += CHANGES.contains(call.operation()) ? 1 : 0;
            repeated.computeIfAbsent(
                            new Repeated(call.operation(), call.subject(), call.given(), changes),
                            first -> new ArrayList<>())
                    .add(call);
        }
        repeated.values().forEach(this::choose);
    }

    private void choose(List<Call> alike) {
        tried.addAll(alike.subList(0, Math.min(FIRST, alike.size())));
        if (alike.size() > FIRST) {
            tried.add(alike.get(alike.size() - 1));
            left += alike.size() - FIRST - 1;
        }
    }

    List<Call> tried() {
        return tried;
    }

    /** How many calls are not tried, because nothing had changed since others like them. */
    int left() {
        return left;
    }

    /** How often each operation was called. */
    Map<Operation, Integer> occurrences() {
        return occurrences;
    }
}
