package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.aws.RequestMetrics.Count;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the load balancer has counted of an environment, by its target group. */
final class TargetMetrics implements CountedRequests {
    private final AwsSetup setup;
    private final RequestMetrics metrics;
    private final MachineSets sets;
    private final Front front;

    TargetMetrics(AwsSetup setup, AwsClients.Opened clients, MachineSets sets, Front front) {
        this.setup = setup;
        this.metrics = new RequestMetrics(setup, clients);
        this.sets = sets;
        this.front = front;
    }

    /** How many since then, counted in whole minutes that began after it; empty where there is no such environment. */
    Optional<Map<Count, Long>> counted(EnvironmentName environment, Instant since) {
        return counter(environment).map(counter -> metrics.counted(counter, since));
    }

    private Optional<RequestMetrics.Counter> counter(EnvironmentName environment) {
        return sets.find(environment)
                .map(MachineSet::targetGroup)
                .flatMap(group -> front.metricName(environment).map(balancer -> counter(group, balancer)));
    }

    private static RequestMetrics.Counter counter(String targetGroup, String balancer) {
        return new RequestMetrics.Counter(
                RequestMetrics.Kind.APPLICATION,
                Map.of(
                        "TargetGroup",
                        targetGroup.substring(targetGroup.lastIndexOf(':') + 1),
                        "LoadBalancer",
                        balancer));
    }

    @Override
    public Optional<Counted> since(EnvironmentName environment, Instant since) {
        return setup.readsMetrics()
                ? counter(environment).map(counter -> metrics.requests(counter, since))
                : Optional.empty();
    }
}
