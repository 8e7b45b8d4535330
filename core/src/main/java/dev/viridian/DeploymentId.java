package dev.viridian;

import java.util.Locale;

/**
 * Which deployment of which application: its place in the application's history. Names and tokens are derived from it.
 *
 * @param application the application's name
 * @param number 1 for the first deployment of the application, and so on; 0 for one that was refused before it was
 *     given a number
 */
public record DeploymentId(String application, int number) {
    /** Refuses a negative number. */
    public DeploymentId {
        if (number < 0) {
            throw new IllegalArgumentException(
                    "The number of a deployment of " + application + " is " + number + ". Expected 0 or more.");
        }
    }

    /**
     * The name of the environment that this deployment makes in its first, second, … attempt: always the same for the same
     * deployment and attempt, so that making it again finds the first one.
     */
    public EnvironmentName environment(int attempt) {
        return new EnvironmentName(application.toLowerCase(Locale.ROOT) + "-" + number + "-" + attempt);
    }

    /** For instance {@code orders#12}. */
    @Override
    public String toString() {
        return number == 0 ? application + "#-" : application + "#" + number;
    }
}
