package dev.viridian.aws;

import dev.viridian.EnvironmentName;

/** What environments and application versions are called, which takes <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html">4 to 40 letters, digits and hyphens</a>. */
final class BeanstalkName {
    private static final int SHORTEST = 4;
    private static final int LONGEST = 40;
    private static final int DIGITS = 12;

    private BeanstalkName() {}

    /** The environment's own name where it fits, and else its beginning and a digest of it. */
    static String of(EnvironmentName environment) {
        String name = environment.value();
        return name.length() >= SHORTEST && name.length() <= LONGEST
                ? name
                : beginning(name) + "-" + Digest.of(name).substring(0, DIGITS);
    }

    private static String beginning(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST - DIGITS - 1));
    }

    /** How the names of all of an application's begin. */
    static String beginningOf(String application) {
        return beginning(application + "-");
    }
}
