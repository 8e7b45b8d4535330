package dev.viridian;

import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to roll out, how to know that it is well, and what to do when it is not. It names no platform: the same value is deployed to a
 * cloud, to this machine, or to a simulated one.
 *
 * <pre>{@code
 * Deployment orders = Deployment.blueGreen()
 *     .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
 *     .healthCheck(http("/health").consecutively(3).within(ofMinutes(5)))
 *     .smokeTest("reaches its database", green -> jdbc(green.property("db.url")).answers("select 1"))
 *     .onFailure(retry(3).then(rebuild()).then(rollBack()));
 * }</pre>
 *
 * <p>A strategy, an artifact and at least one health check are required, in that order; leaving one out does not compile. Everything
 * after that is optional, may come in any order, and returns a new value. Immutable and safe to share between threads.
 */
public final class Deployment {
    /** How long requests in flight may take to end on an environment that is to be retired, unless said otherwise. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

    /** How long the former environment is kept, at full capacity, after the new one has proven itself, unless said otherwise. */
    public static final Duration DEFAULT_KEEP_WARM = Duration.ofMinutes(5);

    private final Strategy strategy;
    private final Artifact artifact;
    private final List<HealthCheck> healthChecks;
    private final Options options;

    private Deployment(Strategy strategy, Artifact artifact, List<HealthCheck> healthChecks, Options options) {
        this.strategy = strategy;
        this.artifact = artifact;
        this.healthChecks = List.copyOf(healthChecks);
        this.options = options;
    }

    static Deployment of(Strategy strategy, Artifact artifact, List<HealthCheck> healthChecks) {
        return new Deployment(strategy, artifact, healthChecks, Options.DEFAULT);
    }

    /** Builds a mirror environment beside the live one, proves it, switches all traffic to it at once, and retires the old one. */
    public static NeedsArtifact blueGreen() {
        return new NeedsArtifact(new Strategy.BlueGreen());
    }

    /** The same for other bits: an earlier release, for instance, with the checks of this one. */
    public Deployment artifact(Artifact other) {
        return new Deployment(strategy, other, healthChecks, options);
    }

    /** Adds a health check that a machine must pass as well. */
    public Deployment healthCheck(HealthCheck another) {
        return new Deployment(strategy, artifact, appended(healthChecks, another), options);
    }

    /** Adds a smoke test: a probe made for the candidate, within one minute. */
    public Deployment smokeTest(String name, SmokeTest.Question question) {
        return smokeTest(name, SmokeTest.probe(question));
    }

    /** Adds a smoke test: code, a command, or a probe with a deadline of its own. */
    public Deployment smokeTest(String name, SmokeTest test) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "A smoke test needs a name that says what it tests, such as \"reaches its database\".");
        }
        return with(options.smokeTests(appended(options.smokeTests(), new NamedSmokeTest(name, test))));
    }

    /** Builds this many machines; without it as many as are live now, and one where nothing is live. Never fewer than are live. */
    public Deployment machines(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A deployment on " + count + " machines? Expected 1 or more.");
        }
        return with(options.machines(OptionalInt.of(count)));
    }

    /**
     * Where the application says which version it is: after cutover the users' entry is asked for this path until the answer contains
     * the version of the new revision, several times in a row.
     */
    public Deployment revisionAt(String path) {
        return with(options.revisionAt(Optional.of(HealthCheck.http(path))));
    }

    /** Lets requests in flight on the old environment take this long before they are cut; 30 s without it. */
    public Deployment drain(Duration deadline) {
        return with(options.drain(Durations.requireNotNegative("deadline for draining", deadline)));
    }

    /** Keeps the old environment at full capacity for this long after the new one has proven itself; 5 min without it. */
    public Deployment keepWarm(Duration time) {
        return with(options.keepWarm(Durations.requireNotNegative("time to keep the old environment warm", time)));
    }

    /**
     * Watches the new environment under the users' traffic for this long before the old one is let go; not at all without it. A machine
     * is asked every 10 s (ten times in all where the time is short) while it answers well, and at its health checks' own interval as
     * soon as it does not; as many bad answers in a row as it takes good ones to pass end the watch. So it ends where fewer machines run and answer than were proven, for as long as the health
     * checks give machines to become healthy, or none for 30 s; at its end as many are waited for. (Elsewhere to bake also means to build a machine image; here it is watching after cutover.)
     */
    public Deployment bake(Duration time) {
        return with(options.bake(Durations.requireNotNegative("time to bake", time), List.of()));
    }

    /**
     * The same, and while it is watched these must be well: {@code bake(ofMinutes(30), alarm("orders-5xx"))}.
     *
     * @see BakeCondition
     */
    public Deployment bake(Duration time, BakeCondition first, BakeCondition... more) {
        List<BakeCondition> conditions = new ArrayList<>(List.of(first));
        conditions.addAll(List.of(more));
        return with(options.bake(Durations.requirePositive("time to bake", time), conditions));
    }

    /**
     * Gives everything before the roll back this long in all; when it has passed, the deployment is rolled back. Without it the
     * deadlines of the steps, with all their retries and rebuilds, are the bound, which the plan states.
     */
    public Deployment within(Duration deadline) {
        return with(options.within(Optional.of(Durations.requirePositive("deadline of a deployment", deadline))));
    }

    /**
     * Waits before cutover, with the candidate proven, until somebody calls {@code Deployer.resume()}, which may be in another process;
     * the notifiers are told. Where nobody does in this time the deployment fails and is rolled back; not at all without this.
     */
    public Deployment awaitingApproval(Duration within) {
        return with(options.approval(Optional.of(Durations.requirePositive("time to await approval", within))));
    }

    /** What to do when a step fails; three retries, one rebuild, and then rolling back without it. */
    public Deployment onFailure(FailureResponse response) {
        return with(options.onFailure(response));
    }

    /** Tells these of the outcome and of failures on the way; the log of the application is told without it. */
    public Deployment notifying(Notifier first, Notifier... more) {
        List<Notifier> all = appended(options.notifiers(), first);
        all.addAll(List.of(more));
        return with(options.notifiers(List.copyOf(all)));
    }

    /** The way from one revision to the next. */
    public Strategy strategy() {
        return strategy;
    }

    /** What is deployed. */
    public Artifact artifact() {
        return artifact;
    }

    /** What a machine must pass before it gets traffic; at least one. */
    public List<HealthCheck> healthChecks() {
        return healthChecks;
    }

    /** What the candidate must pass before it gets traffic, in order. */
    public List<NamedSmokeTest> smokeTests() {
        return options.smokeTests();
    }

    /** How many machines to build, if not as many as are live. */
    public OptionalInt machines() {
        return options.machines();
    }

    /** What is asked of the users' entry after cutover; its answer contains the version. */
    public Optional<HttpProbe> revisionAt() {
        return options.revisionAt();
    }

    /** How long requests in flight may take. */
    public Duration drain() {
        return options.drain();
    }

    /** How long the old environment is kept at full capacity. */
    public Duration keepWarm() {
        return options.keepWarm();
    }

    /** How long the new environment is watched. */
    public Duration bake() {
        return options.bake();
    }

    /** What must be well meanwhile. */
    public List<BakeCondition> bakeConditions() {
        return options.bakeConditions();
    }

    /** The limit for everything before rolling back, if there is one. */
    public Optional<Duration> within() {
        return options.within();
    }

    /** How long it is waited for approval before cutover, if it is. */
    public Optional<Duration> awaitingApproval() {
        return options.approval();
    }

    /** What is done when a step fails. */
    public FailureResponse onFailure() {
        return options.onFailure();
    }

    /** Who is told; empty for the log of the application. */
    public List<Notifier> notifiers() {
        return options.notifiers();
    }

    /** For instance {@code blue/green deployment of s3://releases/orders/1.4.2/orders.tar.gz}. */
    @Override
    public String toString() {
        return strategy + " deployment of " + artifact;
    }

    private Deployment with(Options changed) {
        return new Deployment(strategy, artifact, healthChecks, changed);
    }

    private static <T> List<T> appended(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
