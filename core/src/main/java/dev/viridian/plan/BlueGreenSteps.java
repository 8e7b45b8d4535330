package dev.viridian.plan;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The way of blue/green: build beside, prove, switch, watch, retire. */
final class BlueGreenSteps {
    private final Deployment deployment;
    private final Situation situation;
    private final EnvironmentName candidate;

    BlueGreenSteps(Deployment deployment, Situation situation) {
        this.deployment = deployment;
        this.situation = situation;
        this.candidate = situation.candidate();
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        situation
                .leftBehind()
                .forEach(name -> steps.addAll(tidied(name, situation.stragglersComeFor(), deployment.drain())));
        steps.addAll(readiedCandidate());
        steps.addAll(cutOver());
        situation.live().ifPresent(former -> steps.addAll(letGoOf(former)));
        situation.wayBack().ifPresent(former -> steps.add(noLongerNeeded(former)));
        return steps;
    }

    /**
     * As many as are live now at least, so that the capacity never falls by a deployment (cloudcaptain#230). Where one was halted, what is
     * live may have been made smaller since: as many as the last proven environment had.
     */
    int machines() {
        int live = situation.live().map(Environment::size).orElse(1);
        int lastProven = situation.wayBack().map(Environment::size).orElse(live);
        return Math.max(Math.max(live, lastProven), deployment.machines().orElse(live));
    }

    private List<Step> readiedCandidate() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.CreateEnvironment(candidate, situation.revision(), machines(), Limits.CREATE));
        steps.add(new Step.AwaitHealthy(candidate, machines(), deployment.healthChecks()));
        deployment.smokeTests().forEach(test -> steps.add(new Step.RunSmokeTest(candidate, test)));
        deployment.awaitingApproval().ifPresent(within -> steps.add(new Step.AwaitApproval(candidate, within)));
        return steps;
    }

    private List<Step> cutOver() {
        List<Step> steps = new ArrayList<>();
        TrafficSplit to = TrafficSplit.allTo(candidate);
        steps.add(new Step.CutOver(situation.routing(), to, candidate, deployment.healthChecks(), Limits.CUTOVER));
        deployment
                .revisionAt()
                .ifPresent(question -> steps.add(new Step.ProveCutover(
                        candidate, situation.revision(), question, Limits.PROOF.plus(situation.stragglersComeFor()))));
        if (!deployment.bake().isZero()) {
            steps.add(new Step.Bake(
                    candidate, deployment.healthChecks(), deployment.bake(), deployment.bakeConditions()));
        }
        return steps;
    }

    private List<Step> letGoOf(Environment former) {
        List<Step> steps = new ArrayList<>();
        if (!deployment.keepWarm().isZero()) {
            steps.add(new Step.KeepWarm(former.name(), candidate, deployment.healthChecks(), deployment.keepWarm()));
        }
        steps.addAll(retired(former, situation.stragglersComeFor(), deployment.drain()));
        return steps;
    }

    static List<Step> retired(Environment former, Duration stragglersComeFor, Duration drain) {
        return List.of(
                new Step.Drain(former.name(), stragglersComeFor, drain),
                new Step.Retire(former.name(), "the former environment", Limits.RETIRE));
    }

    static Step noLongerNeeded(Environment wayBack) {
        return new Step.Retire(wayBack.name(), "the way back from what was live and not proven", Limits.RETIRE);
    }

    /** Nobody knows when users were last sent to it: whatever it was left behind by may have ended a moment ago. */
    static List<Step> tidied(EnvironmentName leftBehind, Duration stragglersComeFor, Duration drain) {
        return List.of(
                new Step.Drain(leftBehind, stragglersComeFor, drain),
                new Step.Retire(leftBehind, "left behind by an earlier run", Limits.RETIRE));
    }
}
