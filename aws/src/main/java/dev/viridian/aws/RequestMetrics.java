package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** What load balancers have counted, as CloudWatch tells it: minute by minute, and a minute or two late. */
final class RequestMetrics {
    private static final int MINUTE = 60;

    private final PlatformSetup setup;
    private final AwsClients.Opened clients;

    /**
     * By what opened clients there are, of which that of CloudWatch is asked for only where metrics are: already to name its method here would need its library.
     */
    RequestMetrics(PlatformSetup setup, AwsClients.Opened clients) {
        this.setup = setup;
        this.clients = clients;
    }

    /** What is counted; answers are those of machines, not of the load balancer itself. */
    enum Count {
        REQUESTS("requests"),
        GOOD("answered 2xx"),
        REFUSED("answered 4xx"),
        ERRORS("answered 5xx");

        private final String words;

        Count(String words) {
            this.words = words;
        }

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        String words() {
            return words;
        }
    }

    /** How a kind of load balancer calls what it counts. */
    enum Kind {
        /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html">An application load balancer</a>. */
        APPLICATION("AWS/ApplicationELB", "HTTPCode_Target_", "_Count"),
        /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-cloudwatch-metrics.html">A classic load balancer</a>. */
        CLASSIC("AWS/ELB", "HTTPCode_Backend_", "");

        private final String namespace;
        private final String before;
        private final String after;

        Kind(String namespace, String before, String after) {
            this.namespace = namespace;
            this.before = before;
            this.after = after;
        }

        private String metric(Count count) {
            return switch (count) {
                case REQUESTS -> "RequestCount";
                case GOOD -> before + "2XX" + after;
                case REFUSED -> before + "4XX" + after;
                case ERRORS -> before + "5XX" + after;
            };
        }
    }

    /**
     * Who counts.
     *
     * @param dimensions what CloudWatch calls it by
     */
    record Counter(Kind kind, Map<String, String> dimensions) {}

    /** Since when it is counted: whole minutes. */
    static Instant beginning(Instant since) {
        return minute(since.plus(Duration.ofMinutes(1)).minusNanos(1));
    }

    /** The minute that it is in, by its beginning. */
    static Instant minute(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES);
    }

    /** How many since then, in whole minutes that began after it. */
    CountedRequests.Counted requests(Counter counter, Instant since) {
        Map<Count, Long> counts = counted(counter, since);
        return new CountedRequests.Counted(
                counts.getOrDefault(Count.REQUESTS, 0L), counts.getOrDefault(Count.ERRORS, 0L));
    }

    /** The same, of each that is counted. */
    Map<Count, Long> counted(Counter counter, Instant since) {
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        for (Count count : Count.values()) {
            counts.put(count, 0L);
        }
        Instant from = beginning(since);
        Instant to = setup.time().now();
        if (from.isBefore(to)) {
            Map<Count, StatusCode> last = new EnumMap<>(Count.class);
            setup.call("cloudwatch:GetMetricData", "*")
                    .of(
                            () -> clients
                                    .cloudWatch()
                                    .getMetricDataPaginator(request(counter, from, to))
                                    .metricDataResults()
                                    .stream()
                                    .toList())
                    .forEach(result -> {
                        counts.merge(count(result.id()), sum(result), Long::sum);
                        last.put(count(result.id()), result.statusCode());
                    });
            last.forEach(RequestMetrics::requireComplete);
        }
        return counts;
    }

    private static long sum(MetricDataResult result) {
        return Math.round(
                result.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    /** What is told in part is <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html">whole with the last page</a>, or is not known. */
    private static void requireComplete(Count count, StatusCode last) {
        if (last != StatusCode.COMPLETE) {
            throw PlatformException.passing(
                    "read what was counted of CloudWatch",
                    new IllegalStateException("the data of " + count.id() + " are " + last + ". Expected Complete"));
        }
    }

    private static Count count(String id) {
        for (Count count : Count.values()) {
            if (count.id().equals(id)) {
                return count;
            }
        }
        throw new AssertionError("CloudWatch answers what nobody asked: " + id);
    }

    private GetMetricDataRequest request(Counter counter, Instant from, Instant to) {
        List<MetricDataQuery> queries = new ArrayList<>();
        for (Count count : Count.values()) {
            queries.add(MetricDataQuery.builder()
                    .id(count.id())
                    .metricStat(wanted -> wanted.metric(metric -> metric.namespace(counter.kind.namespace)
                                    .metricName(counter.kind.metric(count))
                                    .dimensions(dimensions(counter)))
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

    private static List<Dimension> dimensions(Counter counter) {
        List<Dimension> dimensions = new ArrayList<>();
        counter.dimensions.forEach((name, value) ->
                dimensions.add(Dimension.builder().name(name).value(value).build()));
        return dimensions;
    }
}
