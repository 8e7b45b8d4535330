package dev.viridian.testing.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;

/** The options of an environment of Elastic Beanstalk, by namespace and name with a space between them. */
final class BeanstalkOptions {
    static final String MIN_SIZE = "aws:autoscaling:asg MinSize";
    static final String MAX_SIZE = "aws:autoscaling:asg MaxSize";

    /** How requests may give them. */
    static final String SETTINGS =
            "OptionSettings OptionSettings.Namespace! OptionSettings.OptionName! OptionSettings.Value!";

    private static final String BALANCER_TYPE = "aws:elasticbeanstalk:environment LoadBalancerType";
    private static final String IS_SHARED = "aws:elasticbeanstalk:environment LoadBalancerIsShared";
    private static final String TYPE = "aws:elasticbeanstalk:environment EnvironmentType";

    private BeanstalkOptions() {}

    static Map<String, String> of(List<ConfigurationOptionSetting> settings) {
        Map<String, String> options = new LinkedHashMap<>();
        settings.forEach(setting -> options.put(setting.namespace() + " " + setting.optionName(), setting.value()));
        return options;
    }

    static List<ConfigurationOptionSetting> settings(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> ConfigurationOptionSetting.builder()
                        .namespace(option.getKey().substring(0, option.getKey().indexOf(' ')))
                        .optionName(option.getKey().substring(option.getKey().indexOf(' ') + 1))
                        .value(option.getValue())
                        .build())
                .toList();
    }

    static void requireModelled(Map<String, String> options) {
        if (!options.getOrDefault(TYPE, "LoadBalanced").equals("LoadBalanced")) {
            throw new UnsupportedOperationException(
                    "SimulatedAws does not know environments of Elastic Beanstalk without a load balancer. Set EnvironmentType to LoadBalanced, or test this against AWS.");
        }
        if (!List.of("classic", "application").contains(options.getOrDefault(BALANCER_TYPE, "classic"))
                || options.getOrDefault(IS_SHARED, "false").equals("true")) {
            throw new UnsupportedOperationException(
                    "SimulatedAws does not know environments of Elastic Beanstalk with a network load balancer or one that they share. Set LoadBalancerType to classic or application, or test this against AWS.");
        }
    }

    static int number(Map<String, String> options, String option) {
        return Integer.parseInt(options.getOrDefault(option, "1"));
    }

    static int within(Map<String, String> options, int wanted) {
        return Math.min(number(options, MAX_SIZE), Math.max(number(options, MIN_SIZE), wanted));
    }
}
