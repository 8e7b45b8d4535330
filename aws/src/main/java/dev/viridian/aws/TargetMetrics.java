package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * What the load balancer has counted of an environment, as CloudWatch tells it: by
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html">its target group</a>, minute by minute, and a minute or two late.
 */
final class TargetMetrics {
    private static final String NAMESPACE = "AWS/ApplicationELB";
    private static final int MINUTE = 60;

    private final AwsSetup setup;
    private final AwsClients.Opened clients;
    private final MachineSets sets;
    private final Front front;

    TargetMetrics(AwsSetup setup, AwsClients.Opened clients, MachineSets sets, Front front) {
        this.setup = setup;
        this.clients = clients;
        this.sets = sets;
        this.front = front;
    }

    /** What is counted; answers are those of machines, not of the load balancer itself. */
    enum Count {
        REQUESTS("RequestCount", "requests"),
        GOOD("HTTPCode_Target_2XX_Count", "answered 2xx"),
        REFUSED("HTTPCode_Target_4XX_Count", "answered 4xx"),
        ERRORS("HTTPCode_Target_5XX_Count", "answered 5xx");

        private final String metric;
        private final String words;

        Count(String metric, String words) {
            this.metric = metric;
            this.words = words;
        }

        private String id() {
            return metric.toLowerCase(java.util.Locale.ROOT);
        }

        String words() {
            return words;
        }
    }

    /** How many since then, counted in whole minutes that began after it; empty where there is no such environment. */
    Optional<Map<Count, Long>> counted(EnvironmentName environment, Instant since) {
        return sets.find(environment)
                .map(MachineSet::targetGroup)
                .flatMap(group -> front.metricName(environment).map(balancer -> counted(group, balancer, since)));
    }

    /** How many requests since then; empty where metrics are not read, or there is no such environment. */
    OptionalLong requests(EnvironmentName environment, Instant since) {
        Optional<Long> counted = setup.readsMetrics()
                ? counted(environment, since).map(counts -> counts.get(Count.REQUESTS))
                : Optional.empty();
        return counted.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private Map<Count, Long> counted(String targetGroup, String balancer, Instant since) {
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        for (Count count : Count.values()) {
            counts.put(count, 0L);
        }
        Instant from = since.plus(Duration.ofMinutes(1)).minusNanos(1).truncatedTo(ChronoUnit.MINUTES);
        Instant to = setup.time().now();
        if (from.isBefore(to)) {
            new Call("cloudwatch:GetMetricData", "*")
                    .of(() -> clients
                            .cloudWatch()
                            .getMetricDataPaginator(request(targetGroup, balancer, from, to))
                            .metricDataResults()
                            .stream()
                            .toList())
                    .forEach(result -> counts.merge(
                            count(result.id()),
                            Math.round(result.values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum()),
                            Long::sum));
        }
        return counts;
    }

    private static Count count(String id) {
        for (Count count : Count.values()) {
            if (count.id().equals(id)) {
                return count;
            }
        }
        throw new AssertionError("CloudWatch answers what nobody asked: " + id);
    }

    private GetMetricDataRequest request(String targetGroup, String balancer, Instant from, Instant to) {
        List<MetricDataQuery> queries = new ArrayList<>();
        for (Count count : Count.values()) {
            queries.add(MetricDataQuery.builder()
                    .id(count.id())
                    .metricStat(wanted -> wanted.metric(metric -> metric.namespace(NAMESPACE)
                                    .metricName(count.metric)
                                    .dimensions(
                                            dimension("TargetGroup", after(targetGroup, ":")),
                                            dimension("LoadBalancer", balancer)))
                            .period(MINUTE)
                            .stat("Sum"))
                    .build());
        }
        return GetMetricDataRequest.builder()
                .startTime(from)
                .endTime(to)
                .metricDataQueries(queries)
                .overrideConfiguration(setup.caller().inUserAgent())
                .build();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static String after(String text, String last) {
        return text.substring(text.lastIndexOf(last) + 1);
    }
}
