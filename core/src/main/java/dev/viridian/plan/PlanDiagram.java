package dev.viridian.plan;

import dev.viridian.text.Durations;

/** A plan as a Mermaid flowchart: the steps downward, and the ways back from where they fail. */
final class PlanDiagram {
    private final Plan plan;

    PlanDiagram(Plan plan) {
        this.plan = plan;
    }

    String mermaid() {
        StringBuilder chart = new StringBuilder("flowchart TD\n");
        String previous = "start";
        chart.append("  start([").append(quoted(beginning())).append("])\n");
        int number = 1;
        for (Step step : plan.steps()) {
            String node = "s" + number++;
            chart.append("  ")
                    .append(node)
                    .append('[')
                    .append(quoted(step.title() + "<br/>at most " + Durations.text(step.deadline())))
                    .append("]\n");
            chart.append("  ").append(previous).append(" --> ").append(node).append('\n');
            if (!step.cleansUp()) {
                chart.append("  ").append(node).append(" -. fails for good .-> back\n");
            }
            previous = node;
        }
        chart.append("  ")
                .append(previous)
                .append(" --> done([")
                .append(quoted(plan.situation().revision().version() + " is live"))
                .append("])\n");
        chart.append("  back([").append(quoted(home())).append("])\n");
        return chart.toString();
    }

    private String beginning() {
        int peak = plan.peakMachines();
        return plan.situation().id() + "<br/>at most " + Durations.text(plan.worstCase())
                + ", whatever fails<br/>at most " + peak + (peak == 1 ? " machine" : " machines") + " at a time";
    }

    private String home() {
        return plan.situation()
                .live()
                .map(live -> "rolled back: " + live.revision().version() + " is live")
                .orElse("rolled back: nothing is live");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "#quot;") + '"';
    }
}
