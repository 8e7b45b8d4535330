package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Notifier;
import dev.viridian.event.EventListener;
import dev.viridian.plan.Plan;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.state.BadRevision;
import dev.viridian.state.BadRevisions;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deploys to a platform.
 *
 * <pre>{@code
 * Deployer production = Deployer.on(platform);
 * System.out.println(production.plan(orders));            // says what would happen, changes nothing
 * DeploymentResult result = production.deploy(orders);    // a failed deployment is a result, not an exception
 * result.orElseThrow();                                   // where one is wanted
 * }</pre>
 *
 * <p>Blocking: what is asked for is done on the caller's thread when the call returns. Immutable and safe to share between threads; of
 * several deployments of one application one goes on at a time and the others wait.
 */
public final class Deployer {
    /** How long a deployment waits for another one of the same application, unless said otherwise (Kamal: 900 s). */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(15);

    /** How many deployments the history holds, unless said otherwise. */
    public static final int DEFAULT_KEEPING = 1_000;

    private final Surroundings surroundings;

    private Deployer(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * A deployer for the application of that platform.
     *
     * @throws IllegalArgumentException when no environment could be named after its application: {@code my_orders}
     * @throws dev.viridian.spi.PlatformException when the platform has no application, no state store, or no clock that tells the time
     */
    public static Deployer on(Platform platform) {
        return new Deployer(surroundings(platform, List.of(new LoggingListener()), false));
    }

    /** One that says nothing in the log: for simulations by the thousands. Whoever listens, and notifiers, hear all the same. */
    public static Deployer silently(Platform platform) {
        return new Deployer(surroundings(platform, List.of(), true));
    }

    private static Surroundings surroundings(Platform platform, List<EventListener> listeners, boolean silent) {
        return new Surroundings(
                BoundedPlatform.of(platform),
                listeners,
                ThisProcess.name(),
                DEFAULT_PATIENCE,
                false,
                List.of(),
                silent,
                DEFAULT_KEEPING);
    }

    /** Tells this listener, too, what happens as it happens. */
    public Deployer listening(EventListener listener) {
        return new Deployer(surroundings.listening(listener));
    }

    /** Deploys in the name of this operator, for instance a person or the run of a pipeline; user, host and process without it. */
    public Deployer as(String name) {
        return new Deployer(surroundings.operator(name));
    }

    /** Waits this long for another deployment of the application to end, and is then refused; 15 minutes without it. */
    public Deployer waitingFor(Duration time) {
        return new Deployer(surroundings.patience(Durations.requireNotNegative("time to wait", time)));
    }

    /** Is refused at once where another deployment of the application is going on, instead of waiting for it. */
    public Deployer notWaiting() {
        return waitingFor(Duration.ZERO);
    }

    /**
     * Has another deployment of the application that is going on aborted, waits until it is rolled back, and then deploys; without it
     * only waits. One that is past its bake comes to its end first.
     */
    public Deployer superseding() {
        return new Deployer(surroundings.supersedingOthers());
    }

    /**
     * Tells these what {@link #recover()} does, where they are among those whom the deployment named, and what could not be delivered
     * to them earlier; the log of the application without it. What is owed to others waits for a deployment that names them.
     */
    public Deployer notifying(Notifier first, Notifier... more) {
        List<Notifier> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return new Deployer(surroundings.notifiers(all));
    }

    /**
     * Keeps this many deployments in the history, with their journals, and removes older ones when a deployment has ended; 1,000 without
     * it. What is live and the one to go back to stay, however old they are.
     *
     * @param deployments at least 10, which is how far back it is looked whether a failure comes again
     */
    public Deployer keeping(int deployments) {
        if (deployments < FailurePattern.DEPLOYMENTS) {
            throw new IllegalArgumentException("Keep " + deployments + " deployments in the history? Expected at least "
                    + FailurePattern.DEPLOYMENTS + ", so that a failure that comes again is known.");
        }
        return new Deployer(surroundings.keeping(deployments));
    }

    /**
     * What {@link #deploy} would do now. Looks at the artifact and at what is live, and changes nothing. Where a deployment was left
     * unfinished, it is the plan after that was rolled back, or the plan that is carried on with.
     *
     * @throws dev.viridian.spi.PlatformException when the artifact is refused or the platform does not answer
     */
    public Plan plan(Deployment deployment) {
        return new PlanningSession(surroundings, deployment, Optional.empty()).plan();
    }

    /**
     * Deploys. A deployment that fails is a result that says so; whatever happens, the result tells what is live.
     *
     * <p>Where the last deployment was left unfinished because its controller died, and it is the same (the same bits and settings; of
     * code only the name can be compared), it is carried on with, under the same id. Another one is first rolled back, or cleaned up
     * where it had come that far; its outcome is told as its own. Should that fail, nothing is deployed and a person must look.
     */
    public DeploymentResult deploy(Deployment deployment) {
        return surroundings.heard(() -> new DeploymentSession(surroundings, deployment, Optional.empty()).run());
    }

    /**
     * Goes back, without being told what of: for whoever is called at night and has only this.
     *
     * <p>A deployment that is going on, whichever process it is in, is rolled back as by {@link #abort()}, and the result is its own. Without
     * one, or where it was past its bake and has come to its end, the last revision before what is live comes back that has a record of
     * success and is not marked bad; after a deployment that was halted the last such revision before that one, wherever the traffic was
     * left. It comes back by a deployment with the artifact of history, bit for bit.
     *
     * <pre>{@code
     * production.rollBack().orElseThrow();
     * }</pre>
     *
     * <p>The history holds no health checks or smoke tests, which are code: each machine is asked whether it can be connected to ({@code
     * tcp()}), and nothing more. {@link #rollBack(Deployment)} proves more and is the better way where the deployment is at hand. The
     * revision that is gone back from is not kept warm. Asked for again while it goes on, it is not undone, and after its controller died
     * it is carried on with.
     *
     * @return how it ended; refused where there is nothing to go back to
     */
    public DeploymentResult rollBack() {
        return surroundings.heard(() -> new UndoSession(surroundings).run());
    }

    /**
     * Goes back to the last revision before what is live that has a record of success in the history and is not marked bad, by a
     * deployment of it: with the checks, tests and settings of the deployment given, and the artifact of history, bit for bit.
     *
     * <pre>{@code
     * production.rollBack(orders).orElseThrow();
     * }</pre>
     *
     * <p>The revision is decided when this is called, from what is live then. What was gone back from is passed over: whoever rolls
     * back twice goes further back. Asked for again after the controller died, it is carried on with. Where something else became live
     * while this waited for another deployment, it is refused. Where rolling back another deployment that was left unfinished brings
     * the revision live, that is the result.
     *
     * @return how it ended; refused where there is nothing to go back to
     */
    public DeploymentResult rollBack(Deployment deployment) {
        return surroundings.heard(() -> new RollBackSession(surroundings, deployment, Optional.empty()).run());
    }

    /**
     * Goes back to a revision that has a record of success in the history and is not marked bad, like {@link #rollBack(Deployment)}.
     *
     * @param deployment whose checks, tests and settings are taken
     * @param revision its version, or at least twelve digits of the beginning of its digest; of several the one that was live last
     */
    public DeploymentResult rollBack(Deployment deployment, String revision) {
        return surroundings.heard(() -> new RollBackSession(surroundings, deployment, Optional.of(revision)).run());
    }

    /**
     * What {@link #rollBack(Deployment)} would do now. Changes nothing.
     *
     * @throws dev.viridian.spi.PlatformException when there is nothing to go back to, or the platform does not answer
     */
    public Plan planRollBack(Deployment deployment) {
        return new RollBackSession(surroundings, deployment, Optional.empty()).plan();
    }

    /**
     * What {@link #rollBack(Deployment, String)} would do now. Changes nothing.
     *
     * @throws dev.viridian.spi.PlatformException when the revision has no record of success, is marked bad, or the platform does not
     *     answer
     */
    public Plan planRollBack(Deployment deployment, String revision) {
        return new RollBackSession(surroundings, deployment, Optional.of(revision)).plan();
    }

    /**
     * Marks a revision as bad: from now on it is neither deployed nor gone back to, whoever asks for it. What is live, and a deployment
     * that is going on, are left alone; {@link #abort()} ends that one. One that is marked already gets the new reason.
     *
     * @param revision its version, or at least twelve digits of the beginning of its digest; it need not have been deployed
     * @param why what is wrong with it, for those who are refused
     */
    public void markBad(String revision, String why) {
        badList()
                .add(new BadRevision(
                        revision,
                        why,
                        surroundings.operator(),
                        surroundings.platform().time().now()));
    }

    /**
     * Takes the mark of {@link #markBad} away.
     *
     * @param revision as it was marked
     * @return whether it was
     */
    public boolean unmarkBad(String revision) {
        return badList().remove(revision);
    }

    /** The revisions that are marked bad, the one that was marked first at the beginning. */
    public List<BadRevision> badRevisions() {
        return badList().all();
    }

    private BadRevisions badList() {
        return BadRevisions.in(surroundings.platform().state());
    }

    /**
     * Brings in order what a controller that died left, without being told what it deployed. An unfinished deployment is rolled back:
     * the environment that was live before it is brought to its full size, gets the traffic again, and what the deployment made is
     * removed. Where the new revision was proven and baked already, only what was left to clean up is cleaned up. Without an unfinished
     * deployment, environments that nothing needs are removed, and notifications that could not be delivered are tried again.
     *
     * <p>No health checks are known here: of the environment that gets the traffic again the platform says that its machines run, and
     * nothing more. Deploying the last good revision is the better way where that is possible.
     *
     * <p>May be called at any time, again and again. After a deployment that was halted it removes nothing.
     */
    public Recovery recover() {
        return surroundings.heard(() -> new RecoverySession(surroundings).run());
    }

    /**
     * Aborts the deployment that is going on, whichever process it is in, and waits until it has ended: its controller learns of it
     * between two steps or within 15 seconds, and rolls back. Where that controller is dead, it is rolled back here, as by
     * {@link #recover()}. A deployment that is past its bake is not aborted any more, it only cleans up.
     *
     * @return how the deployment that was going on ended; empty where there was none
     * @throws dev.viridian.spi.PlatformException when the state store does not answer, or the deployment did not end in the time that
     *     this deployer waits; the deployment is still to be aborted then
     */
    public Optional<HistoryEntry> abort() {
        return new AbortSession(surroundings).run();
    }

    /**
     * Has the deployment that is going on, whichever process it is in, wait before its cutover until {@link #resume()} is called.
     * Readying the candidate goes on meanwhile. It can still be aborted. One that is paused already is paused anew: the time that was said last holds.
     *
     * @param within how long it waits at most, from now on; then it fails and is rolled back
     * @return the deployment that will wait; empty where none is going on, or where it may have cut over already
     */
    public Optional<DeploymentId> pause(Duration within) {
        return new HoldSession(surroundings).pause(Durations.requirePositive("time to pause", within));
    }

    /**
     * Lets the deployment go on that was {@linkplain #pause paused} or {@linkplain Deployment#awaitingApproval waits for approval},
     * whichever process it is in; it does within seconds.
     *
     * @return the deployment that goes on; empty where none was paused or waits for approval yet
     */
    public Optional<DeploymentId> resume() {
        return new HoldSession(surroundings).resume();
    }

    /**
     * What was deployed when, by whom, and how it ended, the last deployment first. Each entry is read when the stream gets there, so
     * that a long history opens at once.
     *
     * <pre>{@code
     * production.history().limit(10).forEach(System.out::println);
     * }</pre>
     */
    public Stream<HistoryEntry> history() {
        return History.of(
                        surroundings.platform().state(), surroundings.platform().application())
                .newestFirst();
    }
}
