package dev.viridian.testing.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The environments of Elastic Beanstalk that there are, and for a while those that have ended. */
final class BeanstalkEnvironments {
    private final List<BeanstalkEnvironment> all = new ArrayList<>();

    void add(BeanstalkEnvironment made) {
        all.add(made);
    }

    void remove(BeanstalkEnvironment ended) {
        all.remove(ended);
    }

    Stream<BeanstalkEnvironment> all() {
        return all.stream();
    }

    Stream<BeanstalkEnvironment> running() {
        return all().filter(environment -> !environment.isTerminated());
    }

    BeanstalkEnvironment require(@Nullable String id, @Nullable String name) {
        if (id == null && name == null) {
            throw Service.BEANSTALK.refusal(
                    400, "MissingParameter", "Either EnvironmentId or EnvironmentName must be specified.");
        }
        Predicate<BeanstalkEnvironment> isMeant =
                environment -> isMeant(id, environment.id) && isMeant(name, environment.name);
        return running()
                .filter(isMeant)
                .findFirst()
                .orElseThrow(() -> Beanstalk.invalid("No Environment found for "
                        + (id == null ? "EnvironmentName = '" + name : "EnvironmentId = '" + id) + "'."));
    }

    static boolean isMeant(@Nullable String wanted, String found) {
        return wanted == null || wanted.equals(found);
    }
}
