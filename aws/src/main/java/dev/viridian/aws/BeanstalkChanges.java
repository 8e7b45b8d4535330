package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;

/** Changes of environments of Elastic Beanstalk, which does one thing at a time with each: what comes meanwhile waits. */
final class BeanstalkChanges {
    private final BeanstalkSetup setup;
    private final FencingRecord gate;

    BeanstalkChanges(BeanstalkSetup setup, FencingRecord gate) {
        this.setup = setup;
        this.gate = gate;
    }

    /**
     * A change of one environment.
     *
     * @param doing what it is, for errors
     * @param end when it is given up
     */
    record Change(String doing, EnvironmentName name, Fence fence, Instant end) {
        Caller caller() {
            return Caller.of(fence);
        }
    }

    Change begin(String doing, EnvironmentName name, Fence fence, Duration within) {
        Change change = new Change(doing, name, fence, setup.time().now().plus(within));
        admit(change);
        return change;
    }

    /** Right before each call that changes something. */
    void admit(Change change) {
        gate.admit(change.doing, change.fence);
    }

    /** @throws PlatformException when its time is over */
    void awaitNext(Change change, String wanted) {
        if (!setup.time().now().isBefore(change.end)) {
            throw PlatformException.passing(
                    change.doing, new IllegalStateException("it is not so in time that " + wanted));
        }
        setup.time().sleep(setup.pace());
    }

    /** Whether it was taken; not, where something else is being done with it after all. */
    boolean tries(Change change, Runnable call) {
        admit(change);
        try {
            call.run();
            return true;
        } catch (PlatformException e) {
            if (Call.isBusy(e)) {
                return false;
            }
            throw e;
        }
    }
}
