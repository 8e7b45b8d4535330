package dev.viridian.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;

/** How an environment is configured, or is to be: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html">options</a>, each of a namespace. */
final class BeanstalkOptions {
    static final String GROUP = "aws:autoscaling:asg";
    private static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";

    private final Map<String, String> values = new HashMap<>();

    BeanstalkOptions(List<ConfigurationOptionSetting> settings) {
        settings.stream()
                .filter(setting -> setting.value() != null)
                .forEach(setting -> values.put(setting.namespace() + " " + setting.optionName(), setting.value()));
    }

    private Optional<String> value(String namespace, String name) {
        return Optional.ofNullable(values.get(namespace + " " + name));
    }

    /** How many machines an environment may have. */
    record Bounds(int least, int most) {
        static Bounds exactly(int machines) {
            return new Bounds(machines, machines);
        }

        /** At least so many, and at most as many as before, unless those are fewer. */
        Bounds from(int machines) {
            return new Bounds(machines, Math.max(machines, most));
        }

        /** How many it is meant to have where so many are there. */
        int around(int there) {
            return Math.max(least, Math.min(most, there));
        }
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html">1 to 4 unless it is said</a>. */
    Bounds bounds() {
        return new Bounds(number("MinSize", 1), number("MaxSize", 4));
    }

    private int number(String name, int unlessSaid) {
        return value(GROUP, name).map(Integer::valueOf).orElse(unlessSaid);
    }

    boolean isBalancerShared() {
        return value(ENVIRONMENT, "LoadBalancerIsShared").filter("true"::equals).isPresent();
    }

    /** A network load balancer knows connections only. */
    boolean countsRequests() {
        return value(ENVIRONMENT, "LoadBalancerType").filter("network"::equals).isEmpty();
    }
}
