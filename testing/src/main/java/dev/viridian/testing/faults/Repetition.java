package dev.viridian.testing.faults;

import dev.viridian.spi.Probes;
import dev.viridian.testing.simulation.Call;
import java.util.List;

/** Whether a run goes the same way when it is done again, without which nothing that is explored could be told, or replayed. */
final class Repetition {
    /** What a person can do about it. */
    static final String WHY =
            "Code of yours that is run in it (a health check, a smoke test, a remedy, a script of the world)"
                    + " remembers something from one run to the next, or goes by chance, the real clock, the order of a set or another"
                    + " thread. Have it made afresh for each run, by Faults.of(() -> …), and give what goes by chance a seed there.";

    private final List<Call> first;
    private final List<Call> again;

    private Repetition(Run first, Run again) {
        this.first = first.world().calls();
        this.again = again.world().calls();
    }

    /**
     * Refuses what goes another way the second time.
     *
     * @throws IllegalStateException with the first call that differs
     */
    static void requireAlike(Run first, Run again) {
        Repetition repetition = new Repetition(first, again);
        int same = repetition.sameCalls();
        if (same < Math.max(repetition.first.size(), repetition.again.size())) {
            throw new IllegalStateException("When nothing goes wrong this deployment does not go the same way twice: "
                    + repetition.told(same) + ". " + WHY);
        }
    }

    private int sameCalls() {
        int same = 0;
        while (same < first.size() && same < again.size() && isSame(first.get(same), again.get(same))) {
            same++;
        }
        return same;
    }

    /** Of answers only whether machines answered well makes a difference by itself; a text may tell the time. */
    private static boolean isSame(Call one, Call other) {
        return one.controller() == other.controller()
                && one.at().equals(other.at())
                && one.operation() == other.operation()
                && one.subject().equals(other.subject())
                && isWell(one) == isWell(other);
    }

    private static boolean isWell(Call call) {
        return call.given() instanceof Probes.Answer answer && answer.well();
    }

    private String told(int call) {
        return "the first time " + told(first, call) + ", the second time " + told(again, call);
    }

    private static String told(List<Call> calls, int call) {
        if (call == calls.size()) {
            return "it ended after " + call + " calls";
        }
        Call made = calls.get(call);
        return "call " + (call + 1) + " was '" + made.operation() + " " + made.subject() + "', answered '"
                + made.answer() + "'";
    }
}
