package dev.viridian.spi;

import dev.viridian.EnvironmentName;

/**
 * An environment to be made.
 *
 * @param name its name, derived from the deployment, so that a repeated call finds what the first one made
 * @param artifact what it runs
 * @param machines how many machines, 1 or more
 */
public record EnvironmentSpec(EnvironmentName name, PinnedArtifact artifact, int machines) {
    /** Refuses an environment without machines. */
    public EnvironmentSpec {
        if (machines < 1) {
            throw new IllegalArgumentException(
                    "Environment " + name + " of " + machines + " machines? Expected 1 or more.");
        }
    }
}
