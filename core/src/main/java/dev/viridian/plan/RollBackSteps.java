package dev.viridian.plan;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The way back: the last proven environment at full capacity, proven again, routed to; only then does the failed one go. */
final class RollBackSteps {
    private final Situation situation;
    private final Duration drain;
    private final Function<Environment, Step> proof;

    private RollBackSteps(Situation situation, Duration drain, Function<Environment, Step> proof) {
        this.situation = situation;
        this.drain = drain;
        this.proof = proof;
    }

    /** As the deployment says. */
    static RollBackSteps of(Deployment deployment, Situation situation) {
        return new RollBackSteps(
                situation,
                deployment.drain(),
                live -> new Step.AwaitHealthy(live.name(), live.size(), deployment.healthChecks()));
    }

    /** Where nobody knows any more what the deployment said, but for how long environments drain. */
    static RollBackSteps withoutDeployment(Situation situation, Duration drain) {
        return new RollBackSteps(
                situation, drain, live -> new Step.AwaitRunning(live.name(), live.size(), Limits.CREATE));
    }

    /**
     * The steps from what is observed now. Nothing was live before a first deployment: only what it
     * switched itself is then switched back to nowhere.
     *
     * @param routed where the traffic goes now
     * @param switched whether the router was told to switch: it may yet do so, although it does not show it
     * @param present the candidates that are there now
     * @param quarantine how long they are kept, if they are
     */
    List<Step> steps(
            TrafficSplit routed, boolean switched, List<EnvironmentName> present, Optional<Duration> quarantine) {
        boolean switchedByUs = switched || present.stream().anyMatch(routed::reaches);
        Optional<Environment> target = situation.home(switchedByUs);
        TrafficSplit home =
                target.map(proven -> TrafficSplit.allTo(proven.name())).orElse(TrafficSplit.nowhere());
        boolean away = target.isPresent() && !routed.sameSharesAs(home);
        List<Step> steps = new ArrayList<>();
        if (away) {
            target.ifPresent(proven -> steps.addAll(provenAgain(proven)));
        }
        if (away || switchedByUs) {
            steps.add(new Step.CutOver(
                    routed, home, home.sole().orElse(situation.candidate()), List.of(), Limits.CUTOVER));
        }
        for (EnvironmentName candidate : present) {
            if (switched || routed.reaches(candidate)) {
                steps.add(new Step.Drain(candidate, situation.stragglersComeFor(), drain));
            }
            steps.add(letGo(candidate, quarantine));
        }
        situation
                .live()
                .filter(live -> switchedByUs && !home.reaches(live.name()))
                .ifPresent(halted -> steps.addAll(retired(halted)));
        return steps;
    }

    private static Step letGo(EnvironmentName candidate, Optional<Duration> quarantine) {
        return quarantine
                .<Step>map(keep -> new Step.Quarantine(candidate, keep, Limits.MARK))
                .orElseGet(() -> new Step.Retire(candidate, "a candidate that failed", Limits.RETIRE));
    }

    private List<Step> provenAgain(Environment home) {
        return List.of(new Step.RestoreCapacity(home.name(), home.size(), Limits.CREATE), proof.apply(home));
    }

    /** Nobody goes back to it: it was live only because a deployment was halted, or a switch was made late. */
    private List<Step> retired(Environment halted) {
        return List.of(
                new Step.Drain(halted.name(), situation.stragglersComeFor(), drain),
                new Step.Retire(halted.name(), "live, but not proven", Limits.RETIRE));
    }
}
