package dev.viridian.testing.assertions;

import dev.viridian.Outcome;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.TrafficMoment;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Assertions on a simulated world. A failure ends with what users got and the calls that controllers made. */
public final class SimulatedWorldAssert extends StoryAssert<SimulatedWorldAssert, SimulatedWorld> {
    SimulatedWorldAssert(SimulatedWorld world) {
        super(world, SimulatedWorldAssert.class, SimulatedWorldAssert::story);
    }

    private static String story(SimulatedWorld world) {
        return "What users got:\n" + lines(world.traffic()) + "\nCalls:\n" + lines(world.calls());
    }

    private static String lines(List<?> things) {
        return things.stream().map(thing -> "  " + thing).collect(Collectors.joining("\n"));
    }

    /**
     * Every request was answered, from the first moment on at which the router sent users anywhere: passes for a cutover to machines
     * that are well, fails where the only live machine ends.
     */
    public SimulatedWorldAssert neverDroppedTraffic() {
        return never(moment -> moment.answered() < 1, "every request is answered");
    }

    /**
     * Never fewer machines served, from the first moment on at which the router sent users anywhere:
     * {@code neverServedWithFewerThan(4)} passes where 4 replace 4, fails where one of the 4 ends.
     */
    public SimulatedWorldAssert neverServedWithFewerThan(int machines) {
        return never(moment -> moment.capacity() < machines, "at least " + machines + " machines serve");
    }

    private SimulatedWorldAssert never(Predicate<TrafficMoment> bad, String expected) {
        isNotNull();
        List<TrafficMoment> found = actual.traffic().stream()
                .dropWhile(moment -> moment.routing().environments().isEmpty())
                .filter(bad)
                .toList();
        return require(found.isEmpty(), expected + " at every moment", "otherwise at\n" + lines(found));
    }

    /** That version gets all of the traffic: {@code servesVersion("1.3")} passes after its cutover, fails while 1.2 is live. */
    public SimulatedWorldAssert servesVersion(String version) {
        isNotNull();
        String live = actual.live().map(found -> found.revision().version()).orElse("no version alone");
        return require(live.equals(version), "version " + version + " is live", live + " is live");
    }

    /**
     * Exactly one notification of an outcome was delivered, and it told this one: {@code notifiedOnce(DEPLOYED)} passes after one
     * deployment with one notifier, fails where none, another or two were told.
     */
    public SimulatedWorldAssert notifiedOnce(Outcome outcome) {
        isNotNull();
        List<Outcome> told = actual.notifications().stream()
                .flatMap(notification -> notification.outcome().stream())
                .toList();
        return require(told.equals(List.of(outcome)), "one notification of " + outcome, "notifications of " + told);
    }

    /** No rule that always holds was broken: passes for an ordinary deployment, fails where traffic went to a candidate unproven. */
    public SimulatedWorldAssert brokeNoRule() {
        isNotNull();
        return require(actual.violations().isEmpty(), "every rule holds", "broken\n" + lines(actual.violations()));
    }
}
