package dev.viridian.testing.faults;

import dev.viridian.report.Timeline;
import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.TrafficMoment;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A scenario told for a person: the calls as they were made, what was injected, which rules broke and when, what users got, and the line
 * that does it again.
 *
 * @param scenario what went wrong in it
 * @param violations which rules were broken
 * @param text all of it
 */
public record Story(Scenario scenario, List<Violation> violations, String text) {
    /** Copies the list. */
    public Story {
        violations = List.copyOf(violations);
    }

    static Story of(Run run, List<Violation> violations, List<Call> undisturbed) {
        return new Story(run.scenario(), violations, new Teller(run, violations, undisturbed).tell());
    }

    /** The same, where what was found did not come again. */
    Story thatWasNotRepeated(Finding finding) {
        return new Story(
                scenario,
                violations,
                "Not repeated: when this was explored, " + finding.violations().get(0)
                        + " When it was done again no rule was broken. " + Repetition.WHY
                        + " What follows is how it went this time.\n" + text);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Writes the text. */
    private static final class Teller {
        private static final int MOST_ALIKE = 3;
        private static final String BROKEN = "  >>>>>>>>>>>>  BROKEN ";

        private final Run run;
        private final List<Violation> violations;
        private final List<Call> undisturbed;
        private final Instant start;
        private final StringBuilder text = new StringBuilder();

        Teller(Run run, List<Violation> violations, List<Call> undisturbed) {
            this.run = run;
            this.violations = violations;
            this.undisturbed = undisturbed;
            this.start = run.world().now().minus(run.world().elapsed());
        }

        String tell() {
            text.append("Scenario: ").append(run.scenario()).append('\n');
            violations.forEach(
                    violation -> text.append("  BROKEN ").append(violation).append('\n'));
            Missing.of(run)
                    .forEach(missing ->
                            text.append("  did not happen: ").append(missing).append('\n'));
            text.append("  again: Faults.of(deployment).replay(\"")
                    .append(run.scenario().text())
                    .append("\")\n");
            text.append("Calls\n");
            calls();
            text.append("What users got\n");
            run.world().traffic().forEach(this::moment);
            text.append("What the controllers say\n").append(Timeline.of(run.events()));
            return text.toString();
        }

        /** Rounds of a long wait that look like the ones before are left out. */
        private void calls() {
            List<Violation> left = new ArrayList<>(violations);
            Map<String, Integer> seen = new HashMap<>();
            int leftOut = 0;
            for (Call call : run.world().calls()) {
                while (!left.isEmpty() && left.get(0).at().isBefore(call.at())) {
                    text.append(BROKEN).append(left.remove(0)).append('\n');
                }
                if (seen.merge(alike(call), 1, Integer::sum) > MOST_ALIKE) {
                    leftOut++;
                } else {
                    leftOut(leftOut);
                    leftOut = 0;
                    call(call);
                }
            }
            leftOut(leftOut);
            left.forEach(violation -> text.append(BROKEN).append(violation).append('\n'));
        }

        private static String alike(Call call) {
            String answer = call.operation() == Operation.REPLACE_STATE ? "" : call.answer();
            return call.controller() + " " + call.operation() + " " + call.subject() + " " + answer + " "
                    + call.fault();
        }

        private void leftOut(int calls) {
            if (calls > 0) {
                text.append("                … ").append(calls).append(" calls that were made and answered before\n");
            }
        }

        private void call(Call call) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s  %d.%-4d %s %s: %s%s%n",
                    since(call.at()),
                    call.controller(),
                    call.number(),
                    call.operation(),
                    call.subject(),
                    shortened(call.answer()),
                    call.fault() == Fault.NONE ? "" : "   <== " + call.fault() + undisturbed(call)));
        }

        /** How it goes there when nothing goes wrong. */
        private String undisturbed(Call call) {
            return undisturbed.stream()
                    .filter(other -> call.controller() == 1 && other.number() == call.number())
                    .filter(other -> other.operation() == call.operation())
                    .findFirst()
                    .map(other -> "; otherwise: " + shortened(other.answer()))
                    .orElse("");
        }

        private void moment(TrafficMoment moment) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s  %s; %d machines serve, %.0f %% answered%n",
                    since(moment.from()),
                    moment.routing(),
                    moment.capacity(),
                    moment.answered() * 100));
        }

        private String since(Instant at) {
            Duration elapsed = Duration.between(start, at);
            return String.format(
                    Locale.ROOT,
                    "%3d:%02d:%02d.%03d",
                    elapsed.toHours(),
                    elapsed.toMinutesPart(),
                    elapsed.toSecondsPart(),
                    elapsed.toMillisPart());
        }

        private static String shortened(String answer) {
            String line = answer.replaceAll("\\s+", " ");
            return line.length() > 140 ? line.substring(0, 140) + "…" : line;
        }
    }
}
