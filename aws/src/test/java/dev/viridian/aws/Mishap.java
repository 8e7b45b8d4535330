package dev.viridian.aws;

import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.ControllerStop;
import dev.viridian.testing.aws.AwsFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What happens at a call: a fault, or without one the death of the controller. */
record Mishap(Optional<AwsFault> fault) {
    /** The controller is dead from here on. */
    static final class KilledController extends Error implements ControllerStop {
        private static final long serialVersionUID = 1;
    }

    static final Mishap DEATH = new Mishap(Optional.empty());

    /** All there are. */
    static List<Mishap> all() {
        List<Mishap> all = new ArrayList<>(List.of(DEATH));
        for (AwsFault fault : AwsFault.values()) {
            all.add(new Mishap(Optional.of(fault)));
        }
        return all;
    }

    /** Deploys, and again by another controller each time one is killed: it finds what the one before left unfinished. */
    static DeploymentResult outlived(Supplier<DeploymentResult> deploying) {
        while (true) {
            try {
                return deploying.get();
            } catch (KilledController dead) {
                // The next one goes on.
            }
        }
    }

    Optional<AwsFault> happen() {
        if (fault.isEmpty()) {
            throw new KilledController();
        }
        return fault;
    }

    @Override
    public String toString() {
        return fault.map(AwsFault::name).orElse("KILLED");
    }
}
