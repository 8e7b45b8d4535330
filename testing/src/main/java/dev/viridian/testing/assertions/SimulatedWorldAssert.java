package dev.viridian.testing.assertions;

import dev.viridian.Environment;
import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What is expected of a simulated world, and of what happened in it from its beginning. */
public final class SimulatedWorldAssert extends StoryAssert<SimulatedWorldAssert, SimulatedWorld> {
    private static final Set<Operation> CHANGES = EnumSet.of(
            Operation.CREATE,
            Operation.REPLACE,
            Operation.RESIZE,
            Operation.DESTROY,
            Operation.ROUTE,
            Operation.CREATE_STATE,
            Operation.REPLACE_STATE,
            Operation.DELETE_STATE,
            Operation.DELIVER);

    SimulatedWorldAssert(SimulatedWorld actual) {
        super(actual, SimulatedWorldAssert.class);
    }

    /**
     * This version gets all of the users' traffic now.
     *
     * <pre>{@code
     * assertThat(world).isLive("1.3");   // passes after 1.3 was deployed
     * assertThat(world).isLive("1.2");   // fails: 1.3 is live
     * }</pre>
     */
    public SimulatedWorldAssert isLive(String version) {
        isNotNull();
        return expect(
                liveVersion().equals(version),
                "that " + version + " is live",
                () -> "has traffic going " + actual.routing() + ", live is " + liveVersion());
    }

    /**
     * This version gets all of the users' traffic now, and so many of its machines serve.
     *
     * <pre>{@code
     * assertThat(world).isLive("1.3", 4);   // passes after 1.3 was deployed to 4 machines
     * assertThat(world).isLive("1.3", 5);   // fails: 4 machines serve
     * }</pre>
     */
    public SimulatedWorldAssert isLive(String version, int machines) {
        isLive(version);
        int serving = Serving.lastOf(actual).capacity();
        return expect(
                serving == machines,
                "that " + version + " is live on " + Words.count(machines, "machine"),
                () -> "has " + serving + " that serve");
    }

    private String liveVersion() {
        return actual.live()
                .map(environment -> environment.revision().version())
                .orElse("nothing");
    }

    /**
     * There is no environment but those that users reach. One in quarantine counts: {@link DeploymentResultAssert#isQuarantined()}
     * expects that.
     *
     * <pre>{@code
     * assertThat(world).leftNothingBehind();   // passes after a deployment
     * assertThat(world).leftNothingBehind();   // fails where the controller was killed half-way, names what is left
     * }</pre>
     */
    public SimulatedWorldAssert leftNothingBehind() {
        isNotNull();
        List<Environment> left = actual.environments().stream()
                .filter(environment -> !actual.routing().reaches(environment.name()))
                .toList();
        return expect(left.isEmpty(), "that nothing is left behind", () -> "still has\n" + Words.list(left));
    }

    /**
     * At each moment, from the first on at which users were answered, all of their requests were answered.
     *
     * <pre>{@code
     * assertThat(world).trafficNeverDropped();   // passes after a cutover
     * assertThat(world).trafficNeverDropped();   // fails where the only live machine ended, says from when until when
     * }</pre>
     */
    public SimulatedWorldAssert trafficNeverDropped() {
        isNotNull();
        List<Serving> dropped = servings(moment -> moment.answered() < 1);
        return expect(
                dropped.isEmpty(), "that every request was answered", () -> "dropped some\n" + Words.list(dropped));
    }

    /**
     * At each moment, from the first on at which users were answered, at least so many machines served them.
     *
     * <pre>{@code
     * assertThat(world).capacityNeverBelow(4);   // passes where 4 were live and 4 new ones took over
     * assertThat(world).capacityNeverBelow(5);   // fails: 4 machines served, from 0:00:00.000 on
     * }</pre>
     */
    public SimulatedWorldAssert capacityNeverBelow(int machines) {
        isNotNull();
        List<Serving> below = servings(moment -> moment.capacity() < machines);
        return expect(
                below.isEmpty(),
                "that never fewer than " + Words.count(machines, "machine") + " served",
                () -> "had fewer\n" + Words.list(below));
    }

    private List<Serving> servings(Predicate<Serving> bad) {
        return Serving.of(actual).stream().filter(bad).toList();
    }

    /**
     * Users were sent somewhere else so many times.
     *
     * <pre>{@code
     * assertThat(world).trafficWasSwitched(1);   // passes after a deployment
     * assertThat(world).trafficWasSwitched(0);   // fails there
     * }</pre>
     */
    public SimulatedWorldAssert trafficWasSwitched(int times) {
        isNotNull();
        long switched = Serving.switches(actual);
        return expect(
                switched == times,
                "that traffic was switched " + Words.count(times, "time"),
                () -> "was switched " + Words.count((int) switched, "time"));
    }

    /**
     * None of the rules that always hold was broken.
     *
     * <pre>{@code
     * assertThat(world).holdsEveryRule();   // passes after a deployment
     * assertThat(world).holdsEveryRule();   // fails where an adapter of yours cut off users, says which rule and when
     * }</pre>
     */
    public SimulatedWorldAssert holdsEveryRule() {
        isNotNull();
        return expectNone(actual.violations(), "that every rule held");
    }

    /**
     * This rule was not broken, whatever became of others.
     *
     * <pre>{@code
     * assertThat(world).holds(Rule.NO_TRAFFIC_IS_DROPPED);   // passes after a deployment
     * assertThat(world).holds(Rule.NO_TRAFFIC_IS_DROPPED);   // fails where traffic was sent nowhere
     * }</pre>
     */
    public SimulatedWorldAssert holds(Rule rule) {
        isNotNull();
        return expectNone(
                actual.violations().stream()
                        .filter(violation -> violation.rule() == rule)
                        .toList(),
                "that rule " + rule.number() + " held, " + rule);
    }

    private SimulatedWorldAssert expectNone(List<Violation> broken, String expected) {
        return expect(broken.isEmpty(), expected, () -> "was broken\n" + Words.list(broken));
    }

    /**
     * No controller has changed anything: nothing was made, removed, routed, written or told.
     *
     * <pre>{@code
     * deployer.plan(orders);
     * assertThat(world).wasNotChanged();   // passes after a plan
     * deployer.deploy(orders);
     * assertThat(world).wasNotChanged();   // fails after a deployment, lists the changes
     * }</pre>
     */
    public SimulatedWorldAssert wasNotChanged() {
        isNotNull();
        List<Call> changes = actual.calls().stream()
                .filter(call -> CHANGES.contains(call.operation()))
                .toList();
        return expect(changes.isEmpty(), "that nothing was changed", () -> "was changed by\n" + Words.list(changes));
    }

    /**
     * Less time than this has passed in the world.
     *
     * <pre>{@code
     * assertThat(world).tookLessThan(ofMinutes(45));   // passes after a deployment with a bake of 30 minutes
     * assertThat(world).tookLessThan(ofMinutes(20));   // fails there
     * }</pre>
     */
    public SimulatedWorldAssert tookLessThan(Duration limit) {
        isNotNull();
        return expect(
                actual.elapsed().compareTo(limit) < 0,
                "that less than " + Words.of(limit) + " passed",
                () -> "took " + Words.of(actual.elapsed()));
    }

    /**
     * Goes on with the notifications that were delivered in this world.
     *
     * <pre>{@code
     * assertThat(world).notified().toldOnce(DEPLOYED);      // passes after a deployment
     * assertThat(world).notified().toldOnce(ROLLED_BACK);   // fails there
     * }</pre>
     */
    public NotificationsAssert notified() {
        isNotNull();
        return new NotificationsAssert(actual.notifications());
    }

    @Override
    String story() {
        return "What happened:\n" + actual.timeline();
    }
}
