package dev.viridian.local.killed;

import dev.viridian.Outcome;
import dev.viridian.state.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the deployments ended whose controllers were killed, by their course and by what the next controller did. */
final class KillTable {
    private final Map<Course, Map<Next, Row>> rows = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    private static final class Row {
        private int killed;
        private int twice;
        private int endedBefore;
        private int notBegun;
        private int live;
        private int rolledBack;
        private int otherwise;
        private int failed;
    }

    /**
     * Adds a controller.
     *
     * @param killed whether it was killed before it had come to its end
     * @param twice whether the next one was, too
     * @param ended how its deployment ended, where it had begun
     */
    synchronized void add(Course course, Next next, boolean killed, boolean twice, Optional<HistoryEntry> ended) {
        Row row = row(course, next);
        row.killed += killed ? 1 : 0;
        row.twice += twice ? 1 : 0;
        row.endedBefore += killed ? 0 : 1;
        Optional<Outcome> outcome = ended.map(HistoryEntry::outcome);
        if (outcome.isEmpty()) {
            row.notBegun++;
        } else if (outcome.get() == Outcome.DEPLOYED) {
            row.live++;
        } else if (outcome.get() == Outcome.ROLLED_BACK) {
            row.rolledBack++;
        } else {
            row.otherwise++;
        }
    }

    /** Adds one after which all was not in order, and says what was not. */
    synchronized void addFailure(Course course, Next next, AssertionError failure) {
        row(course, next).failed++;
        failures.add(failure.getMessage());
    }

    private Row row(Course course, Next next) {
        return rows.computeIfAbsent(course, any -> new TreeMap<>()).computeIfAbsent(next, any -> new Row());
    }

    /** As Markdown, and what failed. */
    @Override
    public synchronized String toString() {
        StringBuilder table = new StringBuilder(
                "| the deployment | the next controller | killed | of these the next one, too | had ended before | had not begun"
                        + " | ended live | rolled back | otherwise | failed |\n|---|---|---|---|---|---|---|---|---|---|\n");
        rows.forEach((course, byNext) -> byNext.forEach((next, row) -> table.append("| ")
                .append(course.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .append(" | ")
                .append(next.words)
                .append(" | ")
                .append(row.killed)
                .append(" | ")
                .append(row.twice)
                .append(" | ")
                .append(row.endedBefore)
                .append(" | ")
                .append(row.notBegun)
                .append(" | ")
                .append(row.live)
                .append(" | ")
                .append(row.rolledBack)
                .append(" | ")
                .append(row.otherwise)
                .append(" | ")
                .append(row.failed)
                .append(" |\n")));
        failures.forEach(failure -> table.append('\n').append(failure).append('\n'));
        return table.toString();
    }
}
