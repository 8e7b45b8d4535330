package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.aws.BeanstalkChanges.Change;
import dev.viridian.aws.BeanstalkOptions.Bounds;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/**
 * What bounds an environment's group. A candidate has exactly as many machines as it is made with: nobody uses it, so its triggers would make it smaller. What is live may become bigger and smaller by load, where the setup
 * says so; while something is deployed it may only grow.
 */
final class BeanstalkScaling {
    /** What was changed a moment ago may read as before: nothing is left as it is before it was found so twice. */
    private static final int LOOKS_UNTIL_SO = 2;

    private final BeanstalkSetup setup;
    private final BeanstalkCalls calls;
    private final OwnBeanstalk own;
    private final BeanstalkFleet fleet;
    private final BeanstalkChanges changes;

    BeanstalkScaling(
            BeanstalkSetup setup,
            BeanstalkCalls calls,
            OwnBeanstalk own,
            BeanstalkFleet fleet,
            BeanstalkChanges changes) {
        this.setup = setup;
        this.calls = calls;
        this.own = own;
        this.fleet = fleet;
        this.changes = changes;
    }

    /** Brings an environment to that many machines; {@code false} where there is none of that name. */
    boolean resize(Change change, int machines) {
        boolean isLive =
                isScaled() && live(own.look()).filter(change.name()::equals).isPresent();
        return settle(change, change.name(), bounds -> isLive ? asked().from(machines) : Bounds.exactly(machines));
    }

    /** Keeps what is live from becoming smaller while its successor is made. */
    void hold(Change change) {
        if (isScaled()) {
            liveBeside(change)
                    .ifPresent(live -> own.look()
                            .of(live)
                            .map(fleet::size)
                            .ifPresent(size ->
                                    settle(change, live, bounds -> bounds.from(Math.max(size, bounds.least())))));
        }
    }

    /** It is live from now on and may grow, and become smaller when its deployment is over: where it is the only one, that is now. */
    void takeOver(Change change) {
        if (isScaled()) {
            boolean isOver = own.look().own().size() == 1;
            settle(change, change.name(), bounds -> isOver ? asked() : asked().from(bounds.least()));
        }
    }

    /** What is live may become smaller again. */
    void putBack(Change change) {
        if (isScaled()) {
            liveBeside(change).ifPresent(live -> settle(change, live, bounds -> asked()));
        }
    }

    /** Where none is found it is looked again: what was read may be older than a swap. */
    private Optional<EnvironmentName> liveBeside(Change change) {
        Optional<EnvironmentName> live = live(own.look()).filter(name -> !name.equals(change.name()));
        if (live.isPresent()) {
            return live;
        }
        setup.time().sleep(setup.pace());
        return live(own.look()).filter(name -> !name.equals(change.name()));
    }

    private boolean isScaled() {
        return setup.scaling().isPresent();
    }

    private Bounds asked() {
        return setup.scaling().orElseThrow();
    }

    private static Optional<EnvironmentName> live(OwnBeanstalk.Look look) {
        return look.ownLive().flatMap(look::tags).map(EnvironmentTags::environment);
    }

    /** As soon as nothing else is being done with it; its machines may still be starting, or ending, then. */
    private boolean settle(Change change, EnvironmentName name, UnaryOperator<Bounds> wanted) {
        int looks = 0;
        while (true) {
            Optional<EnvironmentDescription> there = own.look().of(name);
            if (there.isEmpty()) {
                return false;
            }
            EnvironmentDescription found = there.get();
            Bounds now = calls.options(found).bounds();
            Bounds next = wanted.apply(now);
            looks = now.equals(next) ? looks + 1 : 0;
            if (looks == LOOKS_UNTIL_SO || (looks == 0 && isTaken(change, found, next))) {
                return true;
            }
            changes.awaitNext(change, name + " is Ready to be changed");
        }
    }

    private boolean isTaken(Change change, EnvironmentDescription found, Bounds next) {
        return found.status() == EnvironmentStatus.READY
                && changes.tries(change, () -> calls.bound(found, next, change.caller()));
    }
}
