package dev.viridian.testing.simulation;

import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Probes;
import java.util.Optional;

/**
 * What simulated machines answer to health checks and smoke tests, where that is not what a well one would.
 *
 * <pre>{@code
 * (probe, machine, version) -> probe instanceof JdbcProbe && version.equals("1.2")
 *     ? Optional.of(Answer.sick("Connection refused"))
 *     : Optional.empty()
 * }</pre>
 */
@FunctionalInterface
public interface ProbeScript {
    /**
     * The answer; empty for the usual one.
     *
     * @param probe the question
     * @param machine who is asked; it runs and is not sick
     * @param version the version of the revision that it runs
     */
    Optional<Probes.Answer> answer(Probe probe, Machine machine, String version);
}
