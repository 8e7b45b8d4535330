package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.spi.EnvironmentSpec;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** What stands between users and the machines of an environment. */
interface Front {
    /** The network that it is in, and so must be the machines. */
    String network();

    /** The subnets that it takes itself, besides those of machines. */
    List<String> subnets();

    /** What speaks against those subnets, as they were found. */
    default List<String> against(List<Subnet> found) {
        return List.of();
    }

    /** Has it look after the machines of an environment that gets no users yet; again, nothing. */
    void attach(EnvironmentSpec spec, String targetGroup, Caller caller);

    /** What is still waited for until it can send users to an environment; empty where it can. */
    Optional<String> awaited(EnvironmentName environment);

    /** What cannot be reached yet does not run yet. */
    default Machine behind(EnvironmentName environment, Machine machine) {
        return machine.state() != Machine.State.RUNNING
                ? machine
                : awaited(environment)
                        .map(awaited -> new Machine(
                                machine.id(), machine.host(), machine.port(), Machine.State.STARTING, awaited))
                        .orElse(machine);
    }

    /** What CloudWatch calls it by which an environment's users come: {@code app/shop/50dc6c495c0c9188}; empty where there is none. */
    Optional<String> metricName(EnvironmentName environment);

    /** Has it let go of an environment that gets no users any more; of what it does not know, nothing. */
    void detach(EnvironmentName environment, String targetGroup, Caller caller);
}
