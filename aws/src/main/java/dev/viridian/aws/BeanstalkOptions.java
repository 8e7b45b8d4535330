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

    /** How many machines it has at least. */
    int least() {
        return value(GROUP, "MinSize").map(Integer::valueOf).orElse(1);
    }

    boolean isBalancerShared() {
        return value(ENVIRONMENT, "LoadBalancerIsShared").filter("true"::equals).isPresent();
    }

    /** A network load balancer knows connections only. */
    boolean countsRequests() {
        return value(ENVIRONMENT, "LoadBalancerType").filter("network"::equals).isEmpty();
    }
}
