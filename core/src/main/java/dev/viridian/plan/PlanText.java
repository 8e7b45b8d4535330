package dev.viridian.plan;

import dev.viridian.CompositeProbe;
import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.HealthCheck;
import dev.viridian.HttpProbe;
import dev.viridian.Probe;
import dev.viridian.Response;
import dev.viridian.TrafficSplit;
import dev.viridian.text.Durations;
import dev.viridian.text.Names;
import dev.viridian.text.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        beforehand();
        steps("Steps", plan.steps(), "at most ");
        steps(
                "The way back, once users may have reached the candidate",
                wayBack(),
                "at most " + WorstCase.FIRM_TRIES + " times ");
        settings();
        plan.keeping()
                .ifPresent(
                        deployments -> line(
                                "history keeps",
                                deployments
                                        + " deployments, and what is live or could be gone back to; older ones are removed at the end"));
        return text.toString();
    }

    private void steps(String heading, List<Step> steps, String limit) {
        text.append(heading).append('\n');
        int number = 1;
        for (Step step : steps) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %2d. %-48s %s%s\n",
                    number++,
                    step.title(),
                    limit,
                    Durations.text(step.deadline())));
        }
    }

    private void beforehand() {
        text.append("Before the first step\n");
        before(
                "wait for another deployment to end (the lease)",
                plan.patience().isZero() ? "not at all" : atMost(plan.patience()));
        before("look at the artifact and pin it", atMost(Plan.PINNING));
        before("look at what is live", atMost(Plan.LOOKING));
    }

    private void before(String what, String limit) {
        text.append(String.format(Locale.ROOT, "      %-48s %s\n", what, limit));
    }

    private static String atMost(Duration limit) {
        return "at most " + Durations.text(limit);
    }

    /** The longest of the ways back; from where the traffic was not switched yet it begins with the last step. */
    private List<Step> wayBack() {
        Situation situation = plan.situation();
        Optional<Duration> quarantine =
                lastResponse() instanceof Response.Quarantining kept ? Optional.of(kept.keep()) : Optional.empty();
        return plan.rollBack(
                TrafficSplit.allTo(situation.candidate()), true, List.of(situation.candidate()), quarantine);
    }

    private void header() {
        Situation situation = plan.situation();
        text.append("Deployment ")
                .append(situation.id())
                .append(": ")
                .append(deployment.strategy())
                .append('\n');
        line("artifact", Redaction.of(deployment.artifact().location()));
        deployment.artifact().verifier().ifPresent(verifier -> line("signed by", Redaction.of(verifier.toString())));
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
        if (deployment.healthChecks().stream().anyMatch(check -> asksByHttp(check.probe()))) {
            line("answers by HTTP", "well with 200 to 299 where no status is named; redirects are not followed");
        }
        line(
                "machines",
                deployment.machines().isPresent()
                        ? deployment.machines().getAsInt() + ", or as many as are live where those are more"
                        : "as many as are live, one where nothing is");
        deployment
                .smokeTests()
                .forEach(test -> line(
                        "smoke test",
                        test.name() + "; within " + Durations.text(test.test().deadline())));
        line(
                "approval before cutover",
                deployment
                        .awaitingApproval()
                        .map(within -> "by resume() within " + Durations.text(within) + ", or it fails")
                        .orElse("not asked for; pause() waits before cutover, too"));
        line("proof by the router", "it shows the new routing " + Step.CutOver.IN_A_ROW + " times in a row");
        line(
                "proof from outside",
                deployment
                        .revisionAt()
                        .map(question ->
                                question.path() + " names the version " + Step.CutOver.IN_A_ROW + " times in a row")
                        .orElse("the router's own word (revisionAt is not set)"));
        line("bake", deployment.bake().isZero() ? "none" : Durations.text(deployment.bake()));
        deployment
                .bakeConditions()
                .forEach(condition -> line("well while it bakes", Names.of(condition, "a condition of yours")));
        line("keep warm", Durations.text(deployment.keepWarm()));
        line("drain", drain());
        line(
                "deadline before roll back",
                Durations.text(plan.forwardLimit())
                        + (deployment.within().isPresent() ? "" : " (the sum of all deadlines, retries and rebuilds)"));
        line("on failure", onFailure());
        deployment.onFailure().responses().stream()
                .filter(Response.Retrying.class::isInstance)
                .map(Response.Retrying.class::cast)
                .forEach(retrying -> line(
                        "between retries",
                        Durations.text(retrying.firstDelay()) + ", then twice as long each time up to "
                                + Durations.text(retrying.longestDelay()) + ", give or take a fifth"));
        line(
                "notifying",
                deployment.notifiers().isEmpty()
                        ? "the log"
                        : deployment.notifiers().stream()
                                .map(notifier -> Names.of(notifier, "a notifier of yours"))
                                .collect(Collectors.joining(", ")));
    }

    private String drain() {
        Duration stragglers = plan.situation().stragglersComeFor();
        String drain = Durations.text(deployment.drain());
        return stragglers.isZero()
                ? drain
                : drain + ", after the " + Durations.text(stragglers)
                        + " for which users may still come to where they were sent before";
    }

    private String onFailure() {
        List<Response> responses = deployment.onFailure().responses();
        String ladder = responses.stream().map(Response::toString).collect(Collectors.joining(", then "));
        boolean ends = lastResponse() instanceof Response.RollingBack
                || lastResponse() instanceof Response.Quarantining
                || lastResponse() instanceof Response.Halting;
        return ends ? ladder : ladder + ", then roll back";
    }

    private Response lastResponse() {
        List<Response> responses = deployment.onFailure().responses();
        return responses.get(responses.size() - 1);
    }

    private static boolean asksByHttp(Probe probe) {
        return probe instanceof HttpProbe
                || (probe instanceof CompositeProbe composite
                        && composite.probes().stream().anyMatch(PlanText::asksByHttp));
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-26s %s\n", name, value));
    }
}
