package dev.viridian.plan;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.HealthCheck;
import dev.viridian.Response;
import dev.viridian.text.Durations;
import dev.viridian.text.Names;
import dev.viridian.text.Redaction;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as lines for a person. */
final class PlanText {
    private final Plan plan;
    private final Deployment deployment;
    private final StringBuilder text = new StringBuilder();

    PlanText(Plan plan) {
        this.plan = plan;
        this.deployment = plan.deployment();
    }

    String text() {
        header();
        text.append("Steps\n");
        int number = 1;
        for (Step step : plan.steps()) {
            text.append(String.format(
                    Locale.ROOT, "  %2d. %-48s at most %s\n", number++, step.title(), Durations.text(step.deadline())));
        }
        settings();
        return text.toString();
    }

    private void header() {
        Situation situation = plan.situation();
        text.append("Deployment ")
                .append(situation.id())
                .append(": ")
                .append(deployment.strategy())
                .append('\n');
        line("artifact", Redaction.of(deployment.artifact().location()));
        line("revision", situation.revision().toString());
        line("live now", situation.live().map(Environment::toString).orElse("nothing"));
        line(
                "candidate",
                situation.candidate() + " on " + plan.machines() + (plan.machines() == 1 ? " machine" : " machines"));
        line("machines at the peak", String.valueOf(plan.peakMachines()));
        line("longest without failure", Durations.text(plan.longest()));
        line("longest in the worst case", Durations.text(plan.worstCase()));
    }

    private void settings() {
        text.append("Settings\n");
        for (HealthCheck check : deployment.healthChecks()) {
            line("health check", check.probe().describe() + "; " + check.cadence());
        }
        deployment
                .smokeTests()
                .forEach(test -> line(
                        "smoke test",
                        test.name() + "; within " + Durations.text(test.test().deadline())));
        line(
                "proof from outside",
                deployment
                        .revisionAt()
                        .map(question -> question.path() + " names the version")
                        .orElse("the router's own word (revisionAt is not set)"));
        line("bake", deployment.bake().isZero() ? "none" : Durations.text(deployment.bake()));
        line("keep warm", Durations.text(deployment.keepWarm()));
        line("drain", Durations.text(deployment.drain()));
        line(
                "deadline before roll back",
                Durations.text(plan.forwardLimit())
                        + (deployment.within().isPresent() ? "" : " (the sum of all deadlines, retries and rebuilds)"));
        line("on failure", onFailure());
        line(
                "notifying",
                deployment.notifiers().isEmpty()
                        ? "the log"
                        : deployment.notifiers().stream()
                                .map(notifier -> Names.of(notifier, "a notifier of yours"))
                                .collect(Collectors.joining(", ")));
    }

    private String onFailure() {
        List<Response> responses = deployment.onFailure().responses();
        String ladder = responses.stream().map(Response::toString).collect(Collectors.joining(", then "));
        boolean ends = responses.get(responses.size() - 1) instanceof Response.RollingBack
                || responses.get(responses.size() - 1) instanceof Response.Quarantining
                || responses.get(responses.size() - 1) instanceof Response.Halting;
        return ends ? ladder : ladder + ", then roll back";
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-26s %s\n", name, value));
    }
}
