package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.aws.RequestMetrics.Kind;
import dev.viridian.spi.PlatformException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;

/**
 * What the load balancer of an environment has counted, less what this process asked itself by it. Elastic Beanstalk's own
 * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ApplicationMetrics.html">figures</a> are those of the last ten seconds, so they do not add up.
 */
final class BeanstalkMetrics implements CountedRequests {
    private static final String ARN_OF_ITS_OWN = ":loadbalancer/";
    private static final String INSTEAD =
            "Leave readingMetrics() out, or save a configuration with an application load balancer for each environment.";

    private final BeanstalkSetup setup;
    private final BeanstalkCalls calls;
    private final OwnBeanstalk own;
    private final RequestMetrics metrics;
    private final OwnQuestions questions;

    /** An environment has the same load balancer from its beginning to its end. */
    private final Map<String, RequestMetrics.Counter> known = new ConcurrentHashMap<>();

    BeanstalkMetrics(
            BeanstalkSetup setup,
            BeanstalkCalls calls,
            OwnBeanstalk own,
            RequestMetrics metrics,
            OwnQuestions questions) {
        this.setup = setup;
        this.calls = calls;
        this.own = own;
        this.metrics = metrics;
        this.questions = questions;
    }

    /** @throws PlatformException when its load balancer does not count requests, or not its alone */
    @Override
    public Optional<Counted> since(EnvironmentName environment, Instant since) {
        if (!setup.readsMetrics()) {
            return Optional.empty();
        }
        OwnBeanstalk.Look look = own.look();
        return look.of(environment)
                .flatMap(found -> counter(environment, found)
                        .map(counter -> counted(counter, since, questions(look, found, since))));
    }

    private Counted counted(RequestMetrics.Counter counter, Instant since, long own) {
        Counted all = metrics.requests(counter, since);
        return new Counted(Math.max(0, all.requests() - own), all.errors());
    }

    /** By the name of its load balancer, and by that of the users where they come to it. */
    private long questions(OwnBeanstalk.Look look, EnvironmentDescription found, Instant since) {
        boolean isLive = look.live()
                .filter(live -> live.environmentId().equals(found.environmentId()))
                .isPresent();
        long byItself = Optional.ofNullable(found.endpointURL())
                .map(host -> questions.since(host, since))
                .orElse(0L);
        return byItself + (isLive ? questions.since(setup.cname(), since) : 0);
    }

    private Optional<RequestMetrics.Counter> counter(EnvironmentName environment, EnvironmentDescription found) {
        Optional<RequestMetrics.Counter> before = Optional.ofNullable(known.get(found.environmentId()));
        return before.isPresent()
                ? before
                : calls.balancers(found).stream().findFirst().map(name -> {
                    RequestMetrics.Counter counter = counter(environment, found, name);
                    known.put(found.environmentId(), counter);
                    return counter;
                });
    }

    private RequestMetrics.Counter counter(EnvironmentName environment, EnvironmentDescription found, String name) {
        Optional<String> why = against(calls.options(found));
        if (why.isPresent()) {
            throw PlatformException.refused("count the requests that " + environment + " got", why.get());
        }
        int arn = name.indexOf(ARN_OF_ITS_OWN);
        return arn < 0
                ? new RequestMetrics.Counter(Kind.CLASSIC, Map.of("LoadBalancerName", name))
                : new RequestMetrics.Counter(
                        Kind.APPLICATION, Map.of("LoadBalancer", name.substring(arn + ARN_OF_ITS_OWN.length())));
    }

    /** What of a configuration has nobody count an environment's requests. */
    static Optional<String> against(BeanstalkOptions options) {
        if (options.isBalancerShared()) {
            return Optional.of("its load balancer is shared, and counts the requests of others, too. " + INSTEAD);
        }
        return options.countsRequests()
                ? Optional.empty()
                : Optional.of("its load balancer is a network load balancer, which counts connections and no requests. "
                        + INSTEAD);
    }

    /** What speaks against a deployment, before it begins. */
    List<String> against(String configuration, BeanstalkOptions options) {
        return setup.readsMetrics()
                ? against(options).stream()
                        .map(why ->
                                "Requests are to be counted (readingMetrics), and of environments of the saved configuration "
                                        + configuration + " they cannot be: " + why)
                        .toList()
                : List.of();
    }
}
