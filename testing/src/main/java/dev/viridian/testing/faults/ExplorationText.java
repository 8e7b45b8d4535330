package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Rule;
import java.util.Locale;

/** An exploration as a report for a person. */
final class ExplorationText {
    private static final int LISTED = 10;

    private ExplorationText() {}

    static String of(Exploration exploration) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "Explored %,d scenarios in %.2f s: %s%n",
                exploration.count(),
                exploration.took().toNanos() / 1e9,
                exploration.holdsEveryRule()
                        ? "every rule held in each of them."
                        : String.format(Locale.ROOT, "in %,d of them a rule was broken.", exploration.broken())));
        exploration
                .scenarios()
                .forEach((kind, count) -> text.append(String.format(Locale.ROOT, "  %,9d  %s%n", count, kind)));
        exploration
                .notTried()
                .forEach(left -> text.append("  not tried: ").append(left).append('\n'));
        if (!exploration.holdsEveryRule()) {
            findings(exploration, text);
        }
        return text.toString();
    }

    private static void findings(Exploration exploration, StringBuilder text) {
        text.append("Broken\n");
        for (Rule rule : Rule.values()) {
            int count = exploration.breaking(rule).size();
            if (count > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %,9d  rule %d, %s; smallest: %s%n",
                        count,
                        rule.number(),
                        rule,
                        exploration.breaking(rule).get(0).scenario().text()));
            }
        }
        text.append("Smallest first\n");
        exploration.findings().stream()
                .limit(LISTED)
                .forEach(finding -> text.append("  ").append(finding).append('\n'));
        text.append('\n').append(exploration.smallest());
    }
}
