package dev.viridian.testing.host;

import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import java.time.Duration;

/** How a service behaves once it is started. */
@FunctionalInterface
public interface ServiceScript {
    /**
     * What it does.
     *
     * @param definition what it runs
     * @param start which start of it this is on this machine, from 1
     * @param since the virtual time since then
     */
    ServiceState after(ServiceDefinition definition, int start, Duration since);

    /** It runs at once. */
    static ServiceScript runs() {
        return (definition, start, since) -> new ServiceState(ServiceState.Condition.RUNNING, "running");
    }

    /** It is on its way up for this long. */
    static ServiceScript runsAfter(Duration boot) {
        return (definition, start, since) -> since.compareTo(boot) < 0
                ? new ServiceState(ServiceState.Condition.STARTING, "starting")
                : new ServiceState(ServiceState.Condition.RUNNING, "running");
    }

    /** It ends at once, each time. */
    static ServiceScript fails(String why) {
        return (definition, start, since) -> new ServiceState(ServiceState.Condition.FAILED, why);
    }

    /** It ends at once on its first starts, and runs afterwards. */
    static ServiceScript failsAtFirst(int starts, String why) {
        return (definition, start, since) -> start <= starts
                ? new ServiceState(ServiceState.Condition.FAILED, why)
                : new ServiceState(ServiceState.Condition.RUNNING, "running");
    }
}
