package dev.viridian.testing.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The CNAMEs of environments of Elastic Beanstalk, and where name servers say that they lead. */
final class BeanstalkNames {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]");

    private final BeanstalkEnvironments environments;
    private final Ids ids;
    private final String region;
    private final Map<String, String> answered = new LinkedHashMap<>();

    BeanstalkNames(BeanstalkEnvironments environments, Ids ids, String region) {
        this.environments = environments;
        this.ids = ids;
        this.region = region;
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html">"If not specified, the CNAME is generated automatically by appending a random alphanumeric string to the environment name."</a> */
    String cname(@Nullable String prefix, String name) {
        if (prefix == null) {
            return (name + ".eba-" + ids.ending("cname").substring(8) + "." + region + ".elasticbeanstalk.com")
                    .toLowerCase(Locale.ROOT);
        }
        String wanted = (prefix + "." + region + ".elasticbeanstalk.com").toLowerCase(Locale.ROOT);
        if (!PREFIX.matcher(prefix).matches()) {
            throw Beanstalk.invalid(
                    "Value " + prefix
                            + " at 'CNAMEPrefix' failed to satisfy constraint: Member must be from 4 to 63 characters in length");
        }
        if (environments.running().anyMatch(other -> other.cname.equals(wanted))) {
            throw Beanstalk.invalid("DNS name (" + wanted + ") is not available.");
        }
        return wanted;
    }

    void answerFor(BeanstalkEnvironment environment) {
        if (!environment.isTerminated()) {
            answered.put(environment.cname, environment.endpoint);
        }
    }

    void forget(BeanstalkEnvironment ended) {
        answered.values().removeIf(endpoint -> endpoint.equals(ended.endpoint));
    }

    /** Where name servers say that a CNAME leads: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.CNAMESwap.html">resolvers keep it</a> for a minute. */
    Optional<Dns.Resolved> answer(String name) {
        return Optional.ofNullable(answered.get(name.toLowerCase(Locale.ROOT)))
                .map(endpoint -> new Dns.Resolved(endpoint, Duration.ofSeconds(60)));
    }
}
