package dev.viridian.testing.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What happened in a world, told for a person: the calls, the rules that broke, and what users got. */
final class Chronicle {
    private static final int MOST_ALIKE = 3;
    private static final int LONGEST_ANSWER = 140;

    private final SimulatedWorld world;
    private final Instant start;
    private final StringBuilder text = new StringBuilder();

    private Chronicle(SimulatedWorld world) {
        this.world = world;
        this.start = world.now().minus(world.elapsed());
    }

    static String of(SimulatedWorld world) {
        return new Chronicle(world).tell();
    }

    private String tell() {
        world.violations()
                .forEach(violation -> text.append(since(violation.at()))
                        .append("  BROKEN ")
                        .append(violation)
                        .append('\n'));
        calls();
        text.append("What users got\n");
        world.traffic().forEach(this::moment);
        return text.toString();
    }

    /** Rounds of a long wait that look like the ones before are left out. */
    private void calls() {
        text.append("Calls\n");
        Map<String, Integer> seen = new HashMap<>();
        int leftOut = 0;
        for (Call call : world.calls()) {
            if (seen.merge(alike(call), 1, Integer::sum) > MOST_ALIKE) {
                leftOut++;
            } else {
                leftOut(leftOut);
                leftOut = 0;
                call(call);
            }
        }
        leftOut(leftOut);
    }

    private static String alike(Call call) {
        String answer = call.operation() == Operation.REPLACE_STATE ? "" : call.answer();
        return call.controller() + " " + call.operation() + " " + call.subject() + " " + answer + " " + call.fault();
    }

    private void leftOut(int calls) {
        if (calls > 0) {
            text.append("                … ").append(calls).append(" calls that were made and answered before\n");
        }
    }

    private void call(Call call) {
        text.append(String.format(
                Locale.ROOT,
                "%s  %d.%-4d %s%s: %s%s\n",
                since(call.at()),
                call.controller(),
                call.number(),
                call.operation(),
                call.subject().isEmpty() ? "" : " " + call.subject(),
                shortened(call.answer()),
                call.fault() == Fault.NONE ? "" : "   <== " + call.fault()));
    }

    private void moment(TrafficMoment moment) {
        text.append(String.format(
                Locale.ROOT,
                "%s  %s; %d machines serve, %.0f %% answered\n",
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
        return line.length() > LONGEST_ANSWER ? line.substring(0, LONGEST_ANSWER) + "…" : line;
    }
}
