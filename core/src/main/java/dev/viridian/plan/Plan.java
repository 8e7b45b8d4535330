package dev.viridian.plan;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a deployment does, step by step, before it does anything. Making one changes nothing. {@link #text()} shows it to a person with
 * every default, {@link #mermaid()} draws it. Immutable.
 */
public final class Plan {
    /** How long looking at the artifact may take: one without a digest is read as a whole to find the one that it has. */
    public static final Duration PINNING = Duration.ofMinutes(10);

    /** How long looking at what is live may take. */
    public static final Duration LOOKING = Duration.ofMinutes(1);

    private final Deployment deployment;
    private final Situation situation;
    private final int machines;
    private final List<Step> steps;
    private final Duration patience;
    private final OptionalInt keeping;

    private Plan(
            Deployment deployment,
            Situation situation,
            int machines,
            List<Step> steps,
            Duration patience,
            OptionalInt keeping) {
        this.deployment = deployment;
        this.situation = situation;
        this.machines = machines;
        this.steps = List.copyOf(steps);
        this.patience = patience;
        this.keeping = keeping;
    }

    /** The plan for a deployment in a situation: the same for the same. It does not wait for another deployment to end. */
    public static Plan of(Deployment deployment, Situation situation) {
        BlueGreenSteps way = new BlueGreenSteps(deployment, situation);
        return new Plan(deployment, situation, way.machines(), way.steps(), Duration.ZERO, OptionalInt.empty());
    }

    /** The same plan for whoever waits this long for another deployment of the application to end before the first step. */
    public Plan afterWaiting(Duration time) {
        return new Plan(
                deployment,
                situation,
                machines,
                steps,
                Durations.requireNotNegative("time to wait for the lease", time),
                keeping);
    }

    /** The same plan for whoever keeps that many deployments in the history when it has ended. */
    public Plan keeping(int deployments) {
        return new Plan(deployment, situation, machines, steps, patience, OptionalInt.of(deployments));
    }

    /**
     * The way back from where this plan has come to.
     *
     * @param routed where the traffic goes now
     * @param switched whether the router was told to switch: it may yet do so, although it does not show it
     * @param present the candidates of this deployment that are there now
     * @param quarantine how long they are kept for examination; empty to remove them
     */
    public List<Step> rollBack(
            TrafficSplit routed, boolean switched, List<EnvironmentName> present, Optional<Duration> quarantine) {
        return RollBackSteps.of(deployment, situation).steps(routed, switched, present, quarantine);
    }

    /**
     * The way back where nobody knows any more what the deployment said: of what was live before only its machines can be asked.
     *
     * @param situation what was found when it began
     * @param drain how long environments drain
     * @param routed where the traffic goes now
     * @param switched whether the router was told to switch: it may yet do so, although it does not show it
     * @param present the candidates of the deployment that are there now
     * @param quarantine how long they are kept for examination; empty to remove them
     */
    public static List<Step> rollBackWithoutDeployment(
            Situation situation,
            Duration drain,
            TrafficSplit routed,
            boolean switched,
            List<EnvironmentName> present,
            Optional<Duration> quarantine) {
        return RollBackSteps.withoutDeployment(situation, drain).steps(routed, switched, present, quarantine);
    }

    /** What is left to do once the new revision stays live, where nobody knows any more what the deployment said. */
    public static List<Step> cleanUpWithoutDeployment(Situation situation, Duration drain) {
        List<Step> steps = new ArrayList<>();
        situation
                .live()
                .ifPresent(
                        former -> steps.addAll(BlueGreenSteps.retired(former, situation.stragglersComeFor(), drain)));
        situation.wayBack().ifPresent(former -> steps.add(BlueGreenSteps.noLongerNeeded(former)));
        return steps;
    }

    /**
     * The steps that remove an environment which an earlier run left behind.
     *
     * @param leftBehind its name
     * @param stragglersComeFor for how long after a change of the routing users may still come to where they were sent before
     * @param drain how long environments drain
     */
    public static List<Step> tidying(EnvironmentName leftBehind, Duration stragglersComeFor, Duration drain) {
        return BlueGreenSteps.tidied(leftBehind, stragglersComeFor, drain);
    }

    /** The step that brings what was live before back to the size that it was found with. */
    public static Step restoring(Environment former) {
        return new Step.RestoreCapacity(former.name(), former.size(), Limits.CREATE);
    }

    /** How long these steps take at most, each tried as often as steps of the way back are. */
    public static Duration limitOf(List<Step> steps) {
        return WorstCase.firmly(steps);
    }

    /** The step that replaces a machine of the candidate. */
    public Step replacing(MachineId machine) {
        return new Step.ReplaceMachine(situation.candidate(), machine, Limits.CREATE);
    }

    /** The step that removes the candidate before another one is built. */
    public Step discarding() {
        return new Step.Retire(situation.candidate(), "a candidate that failed", Limits.RETIRE);
    }

    /** The plan for the next candidate. */
    public Plan rebuilt() {
        BlueGreenSteps way = new BlueGreenSteps(deployment, situation.nextAttempt());
        return new Plan(deployment, situation.nextAttempt(), way.machines(), way.steps(), patience, keeping);
    }

    /** What is deployed. */
    public Deployment deployment() {
        return deployment;
    }

    /** What the plan was made from. */
    public Situation situation() {
        return situation;
    }

    /** The steps in their order. */
    public List<Step> steps() {
        return steps;
    }

    /** How many machines the candidate has. */
    public int machines() {
        return machines;
    }

    /** How many machines there are at most at the same time, those that are live now included. */
    public int peakMachines() {
        return machines + size(situation.live()) + size(situation.wayBack());
    }

    private static int size(Optional<Environment> environment) {
        return environment.map(Environment::size).orElse(0);
    }

    /** How long it waits at most for another deployment of the application to end: for the lease. */
    public Duration patience() {
        return patience;
    }

    /** How many deployments the history keeps when this one has ended; empty where the plan was made for nobody who keeps one. */
    public OptionalInt keeping() {
        return keeping;
    }

    /** How long the steps take at most when nothing fails. */
    public Duration longest() {
        return steps.stream().map(Step::deadline).reduce(Duration.ZERO, Duration::plus);
    }

    /** How long everything before rolling back may take, with all retries and rebuilds: when it has passed, the deployment is rolled back. */
    public Duration forwardLimit() {
        return new WorstCase(this).forward();
    }

    /**
     * How long it takes at most, whatever fails: waiting for the lease, looking at the artifact and at what is live, all steps with
     * retries and rebuilds, and rolling back. Not in it are rolling back what a dead controller left unfinished, which has a limit of
     * its own, and delivering notifications that nobody takes.
     */
    public Duration worstCase() {
        return new WorstCase(this).total();
    }

    /** The plan for a person, with every default. */
    public String text() {
        return new PlanText(this).text();
    }

    /** The plan as a Mermaid flowchart. */
    public String mermaid() {
        return new PlanDiagram(this).mermaid();
    }

    @Override
    public String toString() {
        return text();
    }
}
