package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;

/**
 * CloudWatch: metrics that were put, the requests and answers of
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html">load balancers</a>, and alarms, which are
 * <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html">evaluated</a> when somebody looks, over the latest whole periods. One whose metric never had data is in the
 * state that somebody sets, and what is set holds until the next period ends.
 */
final class Metrics {
    private static final int PAGE = 100;
    private static final String BALANCERS = "AWS/ApplicationELB";
    private static final String CLASSIC_BALANCERS = "AWS/ELB";
    private static final Pattern ANSWERS = Pattern.compile("HTTPCode_(?:Target_([2345])XX_Count|Backend_([2345])XX)");

    private final Map<String, List<Point>> points = new LinkedHashMap<>();
    private final Map<String, MetricAlarm> alarms = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Network network;
    private final Balancing balancing;
    private final Beanstalk beanstalk;

    Metrics(Agenda agenda, Network network, Balancing balancing, Beanstalk beanstalk) {
        this.agenda = agenda;
        this.network = network;
        this.balancing = balancing;
        this.beanstalk = beanstalk;
    }

    private record Point(Instant at, double value) {}

    Operations operations() {
        return new Operations(Service.CLOUD_WATCH)
                .on(
                        PutMetricDataRequest.class,
                        "Namespace! MetricData! MetricData.MetricName! MetricData.Dimensions MetricData.Value! MetricData.Timestamp"
                                + " MetricData.Unit",
                        this::put)
                .on(
                        GetMetricDataRequest.class,
                        "StartTime! EndTime! ScanBy MetricDataQueries! MetricDataQueries.Id! MetricDataQueries.Label"
                                + " MetricDataQueries.MetricStat! MetricDataQueries.ReturnData",
                        this::get)
                .on(
                        PutMetricAlarmRequest.class,
                        "AlarmName! AlarmDescription ActionsEnabled AlarmActions OKActions InsufficientDataActions MetricName Namespace"
                                + " Statistic Dimensions Period EvaluationPeriods! DatapointsToAlarm Threshold ComparisonOperator!"
                                + " TreatMissingData",
                        this::putAlarm)
                .on(
                        DescribeAlarmsRequest.class,
                        "AlarmNames AlarmNamePrefix AlarmTypes StateValue NextToken MaxRecords",
                        this::describe)
                .on(SetAlarmStateRequest.class, "AlarmName! StateValue! StateReason!", this::setState)
                .on(DeleteAlarmsRequest.class, "AlarmNames!", this::delete);
    }

    private static String key(String namespace, String name, Collection<Dimension> dimensions) {
        return dimensions.stream()
                .map(dimension -> dimension.name() + "=" + dimension.value())
                .sorted()
                .collect(Collectors.joining(",", namespace + "/" + name + "{", "}"));
    }

    private PutMetricDataResponse put(PutMetricDataRequest request) {
        if (request.namespace().startsWith("AWS/")) {
            throw invalid("The value AWS/ for parameter Namespace is invalid.");
        }
        request.metricData()
                .forEach(datum -> points.computeIfAbsent(
                                key(request.namespace(), datum.metricName(), datum.dimensions()),
                                any -> new ArrayList<>())
                        .add(new Point(Optional.ofNullable(datum.timestamp()).orElse(agenda.now()), datum.value())));
        return PutMetricDataResponse.builder().build();
    }

    private static AwsServiceException invalid(String message) {
        return Service.CLOUD_WATCH.refusal(400, "InvalidParameterValue", message);
    }

    private GetMetricDataResponse get(GetMetricDataRequest request) {
        if (!request.startTime().isBefore(request.endTime())) {
            throw invalid("The parameter StartTime must be less than the parameter EndTime.");
        }
        return GetMetricDataResponse.builder()
                .metricDataResults(request.metricDataQueries().stream()
                        .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                        .map(query -> result(request, query))
                        .toList())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html">One value for each period that has data, the newest first</a>. */
    private MetricDataResult result(GetMetricDataRequest request, MetricDataQuery query) {
        MetricStat wanted = query.metricStat();
        long period = wanted.period();
        NavigableMap<Instant, DoubleSummaryStatistics> periods = new TreeMap<>();
        for (Point point : pointsOf(wanted.metric())) {
            if (!point.at().isBefore(request.startTime()) && point.at().isBefore(request.endTime())) {
                Instant begin = Instant.ofEpochSecond(Math.floorDiv(point.at().getEpochSecond(), period) * period);
                periods.computeIfAbsent(begin, any -> new DoubleSummaryStatistics())
                        .accept(point.value());
            }
        }
        NavigableMap<Instant, DoubleSummaryStatistics> ordered =
                request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? periods : periods.descendingMap();
        return MetricDataResult.builder()
                .id(query.id())
                .label(Optional.ofNullable(query.label()).orElse(wanted.metric().metricName()))
                .statusCode("Complete")
                .timestamps(ordered.keySet())
                .values(ordered.values().stream()
                        .map(values -> statistic(wanted.stat(), values))
                        .toList())
                .build();
    }

    private List<Point> pointsOf(Metric metric) {
        if (!isOfBalancers(metric.namespace())) {
            return points.getOrDefault(key(metric.namespace(), metric.metricName(), metric.dimensions()), List.of());
        }
        Function<Served, Stream<Instant>> counted = counted(metric);
        return served(metric).flatMap(counted).map(at -> new Point(at, 1)).toList();
    }

    private static boolean isOfBalancers(String namespace) {
        return BALANCERS.equals(namespace) || CLASSIC_BALANCERS.equals(namespace);
    }

    /** Target groups, or what Elastic Beanstalk has of its own. */
    private Stream<Served> served(Metric metric) {
        if (metric.namespace().equals(CLASSIC_BALANCERS)) {
            return dimension(metric, "LoadBalancerName").flatMap(beanstalk::served).stream();
        }
        Optional<String> group = dimension(metric, "TargetGroup");
        Optional<String> balancer = dimension(metric, "LoadBalancer").map(name -> ":loadbalancer/" + name);
        Stream<Served> groups = balancing.groups.values().stream()
                .filter(known -> group.isEmpty() || known.arn.endsWith(":" + group.get()))
                .filter(known -> balancer.isEmpty()
                        || known.balancer
                                .filter(arn -> arn.endsWith(balancer.get()))
                                .isPresent())
                .map(known -> known.served);
        return group.isPresent() ? groups : Stream.concat(groups, balancer.flatMap(beanstalk::served).stream());
    }

    /**
     * Requests for which a target was chosen, and what targets answered, as
     * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html">application load balancers</a> and
     * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-cloudwatch-metrics.html">classic ones</a> call it.
     */
    private static Function<Served, Stream<Instant>> counted(Metric metric) {
        if (metric.metricName().equals("RequestCount")) {
            return served -> served.requests.stream();
        }
        Matcher answers = ANSWERS.matcher(metric.metricName());
        if (!answers.matches()
                || (answers.group(1) == null) != metric.namespace().equals(CLASSIC_BALANCERS)) {
            throw new UnsupportedOperationException("SimulatedAws does not know the metric " + metric.metricName()
                    + " of " + metric.namespace()
                    + ". Expected RequestCount, HTTPCode_Target_2XX_Count (3XX, 4XX, 5XX) of " + BALANCERS
                    + ", or HTTPCode_Backend_2XX (3XX, 4XX, 5XX) of " + CLASSIC_BALANCERS + ".");
        }
        int hundreds = Integer.parseInt(answers.group(1) == null ? answers.group(2) : answers.group(1));
        return served -> served.answers.stream()
                .filter(answer -> answer.status() / 100 == hundreds)
                .map(Served.Answered::at);
    }

    private static Optional<String> dimension(Metric metric, String name) {
        return metric.dimensions().stream()
                .filter(dimension -> dimension.name().equals(name))
                .map(Dimension::value)
                .findFirst();
    }

    private static double statistic(String name, DoubleSummaryStatistics values) {
        return switch (name) {
            case "Sum" -> values.getSum();
            case "Average" -> values.getAverage();
            case "Minimum" -> values.getMin();
            case "Maximum" -> values.getMax();
            case "SampleCount" -> values.getCount();
            default ->
                throw new UnsupportedOperationException("SimulatedAws does not know the statistic " + name
                        + ". Expected Sum, Average, Minimum, Maximum or SampleCount.");
        };
    }

    /** <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html">A new one has {@code INSUFFICIENT_DATA}; one that is there keeps its state</a>. */
    private PutMetricAlarmResponse putAlarm(PutMetricAlarmRequest request) {
        Optional<MetricAlarm> before = Optional.ofNullable(alarms.get(request.alarmName()));
        alarms.put(
                request.alarmName(),
                MetricAlarm.builder()
                        .alarmName(request.alarmName())
                        .alarmArn("arn:aws:cloudwatch:" + network.region + ":" + Desk.ACCOUNT + ":alarm:"
                                + request.alarmName())
                        .alarmDescription(request.alarmDescription())
                        .actionsEnabled(
                                Optional.ofNullable(request.actionsEnabled()).orElse(true))
                        .alarmActions(request.alarmActions())
                        .okActions(request.okActions())
                        .insufficientDataActions(request.insufficientDataActions())
                        .metricName(request.metricName())
                        .namespace(request.namespace())
                        .statistic(request.statisticAsString())
                        .dimensions(request.dimensions())
                        .period(request.period())
                        .evaluationPeriods(request.evaluationPeriods())
                        .datapointsToAlarm(request.datapointsToAlarm())
                        .threshold(request.threshold())
                        .comparisonOperator(request.comparisonOperatorAsString())
                        .treatMissingData(request.treatMissingData())
                        .stateValue(before.map(MetricAlarm::stateValueAsString).orElse("INSUFFICIENT_DATA"))
                        .stateReason(before.map(MetricAlarm::stateReason).orElse("Unchecked: Initial alarm creation"))
                        .stateUpdatedTimestamp(
                                before.map(MetricAlarm::stateUpdatedTimestamp).orElse(agenda.now()))
                        .alarmConfigurationUpdatedTimestamp(agenda.now())
                        .build());
        return PutMetricAlarmResponse.builder().build();
    }

    /** There are only metric alarms here, which are what is meant <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html">unless types are named</a>. */
    private DescribeAlarmsResponse describe(DescribeAlarmsRequest request) {
        boolean areMeant = !request.hasAlarmTypes() || request.alarmTypes().contains(AlarmType.METRIC_ALARM);
        alarms.replaceAll((name, alarm) -> evaluated(alarm));
        List<MetricAlarm> found = alarms.values().stream()
                .filter(alarm -> areMeant)
                .filter(alarm ->
                        !request.hasAlarmNames() || request.alarmNames().contains(alarm.alarmName()))
                .filter(alarm ->
                        request.alarmNamePrefix() == null || alarm.alarmName().startsWith(request.alarmNamePrefix()))
                .filter(alarm -> request.stateValueAsString() == null
                        || alarm.stateValueAsString().equals(request.stateValueAsString()))
                .toList();
        Page<MetricAlarm> page = Page.of(
                found,
                request.nextToken(),
                request.maxRecords(),
                PAGE,
                token -> Service.CLOUD_WATCH.refusal(400, "InvalidNextToken", "The token is invalid"));
        return DescribeAlarmsResponse.builder()
                .metricAlarms(page.items())
                .nextToken(page.next())
                .build();
    }

    private MetricAlarm evaluated(MetricAlarm alarm) {
        if (alarm.metricName() == null || alarm.period() == null || alarm.statisticAsString() == null) {
            return alarm;
        }
        long period = alarm.period();
        Instant end = Instant.ofEpochSecond(Math.floorDiv(agenda.now().getEpochSecond(), period) * period);
        if (!isKnown(alarm) || alarm.stateUpdatedTimestamp().isAfter(end)) {
            return alarm;
        }
        Metric metric = Metric.builder()
                .namespace(alarm.namespace())
                .metricName(alarm.metricName())
                .dimensions(alarm.dimensions())
                .build();
        List<Point> all = pointsOf(metric);
        return all.isEmpty() ? alarm : judged(alarm, all, end);
    }

    private static boolean isKnown(MetricAlarm alarm) {
        return !isOfBalancers(alarm.namespace())
                || alarm.metricName().equals("RequestCount")
                || ANSWERS.matcher(alarm.metricName()).matches();
    }

    /** <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html">Periods without data count as the alarm says</a>. */
    private MetricAlarm judged(MetricAlarm alarm, List<Point> all, Instant end) {
        String missing = Optional.ofNullable(alarm.treatMissingData()).orElse("missing");
        int breaching = 0;
        int present = 0;
        for (int back = 1; back <= alarm.evaluationPeriods(); back++) {
            Instant from = end.minusSeconds((long) back * alarm.period());
            DoubleSummaryStatistics values = all.stream()
                    .filter(point ->
                            !point.at().isBefore(from) && point.at().isBefore(from.plusSeconds(alarm.period())))
                    .mapToDouble(Point::value)
                    .summaryStatistics();
            boolean isThere = values.getCount() > 0;
            present += isThere ? 1 : 0;
            boolean breaches = isThere
                    ? breaches(alarm, statistic(alarm.statisticAsString(), values))
                    : missing.equals("breaching");
            breaching += breaches ? 1 : 0;
        }
        int needed = Optional.ofNullable(alarm.datapointsToAlarm()).orElse(alarm.evaluationPeriods());
        if (breaching >= needed) {
            return inState(
                    alarm,
                    "ALARM",
                    breaching + " of " + alarm.evaluationPeriods() + " datapoints were "
                            + alarm.comparisonOperatorAsString() + " " + alarm.threshold());
        }
        if (present == 0 && missing.equals("ignore")) {
            return alarm;
        }
        return present == 0 && missing.equals("missing")
                ? inState(alarm, "INSUFFICIENT_DATA", "no datapoints were received")
                : inState(
                        alarm,
                        "OK",
                        breaching + " of " + needed + " datapoints that it takes were "
                                + alarm.comparisonOperatorAsString() + " " + alarm.threshold());
    }

    private static boolean breaches(MetricAlarm alarm, double value) {
        return switch (alarm.comparisonOperatorAsString()) {
            case "GreaterThanThreshold" -> value > alarm.threshold();
            case "GreaterThanOrEqualToThreshold" -> value >= alarm.threshold();
            case "LessThanThreshold" -> value < alarm.threshold();
            case "LessThanOrEqualToThreshold" -> value <= alarm.threshold();
            default ->
                throw new UnsupportedOperationException(
                        "SimulatedAws does not know the comparison " + alarm.comparisonOperatorAsString() + ".");
        };
    }

    private MetricAlarm inState(MetricAlarm alarm, String state, String reason) {
        return alarm.stateValueAsString().equals(state)
                ? alarm
                : alarm.toBuilder()
                        .stateValue(state)
                        .stateReason(reason)
                        .stateUpdatedTimestamp(agenda.now())
                        .build();
    }

    private SetAlarmStateResponse setState(SetAlarmStateRequest request) {
        MetricAlarm alarm = Optional.ofNullable(alarms.get(request.alarmName())).orElseThrow(Metrics::notFound);
        alarms.put(
                alarm.alarmName(),
                alarm.toBuilder()
                        .stateValue(request.stateValueAsString())
                        .stateReason(request.stateReason())
                        .stateUpdatedTimestamp(agenda.now())
                        .build());
        return SetAlarmStateResponse.builder().build();
    }

    /** <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html">Where one is not there, none is deleted</a>. */
    private DeleteAlarmsResponse delete(DeleteAlarmsRequest request) {
        if (!alarms.keySet().containsAll(request.alarmNames())) {
            throw notFound();
        }
        request.alarmNames().forEach(alarms::remove);
        return DeleteAlarmsResponse.builder().build();
    }

    private static AwsServiceException notFound() {
        return Service.CLOUD_WATCH.refusal(ResourceNotFoundException.builder(), 404, "ResourceNotFound", "");
    }
}
