package dev.viridian.local;

import dev.viridian.testing.junit.ViridianExtension;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Simulation;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplacingReleasesSimulatedTest extends ReplacingReleases {
    @RegisterExtension
    static ViridianExtension viridian =
            ViridianExtension.simulated(Simulation.of("orders").everyMachine("2.0", Fate.failsToStart("exit code 3")));
}
