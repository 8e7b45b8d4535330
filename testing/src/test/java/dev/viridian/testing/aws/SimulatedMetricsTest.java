package dev.viridian.testing.aws;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class SimulatedMetricsTest {
    private final AwsScene scene = new AwsScene();
    private final CloudWatchClient metrics = scene.aws.cloudWatch();
    private final Instant start = scene.aws.time().now();

    private List<Double> sums(String namespace, String name, Dimension... dimensions) {
        MetricDataQuery query = MetricDataQuery.builder()
                .id("q")
                .metricStat(stat -> stat.stat("Sum")
                        .period(60)
                        .metric(metric ->
                                metric.namespace(namespace).metricName(name).dimensions(dimensions)))
                .build();
        return metrics.getMetricData(request -> request.startTime(start)
                        .endTime(scene.aws.time().now().plusSeconds(1))
                        .metricDataQueries(query))
                .metricDataResults()
                .get(0)
                .values();
    }

    @Test
    void whatIsPutIsAddedUpByPeriodsTheNewestFirst() {
        for (double value : new double[] {1, 2, 10}) {
            metrics.putMetricData(request -> request.namespace("orders")
                    .metricData(MetricDatum.builder()
                            .metricName("placed")
                            .value(value)
                            .build()));
            scene.sleep(ofSeconds(30));
        }
        assertThat(sums("orders", "placed")).containsExactly(10.0, 3.0);
        assertThat(sums("orders", "lost")).as("no data is no zero").isEmpty();
    }

    @Test
    void requestsAreCountedForEachTargetGroup() {
        String blue = scene.targetGroup("blue");
        scene.balancer(AwsScene.weight(blue, 1));
        scene.aws.ask(scene.dns, "/");
        scene.group("blue", 1, group -> group.targetGroupARNs(blue));
        scene.sleep(ofMinutes(3));
        for (int i = 0; i < 5; i++) {
            scene.aws.ask(scene.dns, "/");
        }
        Dimension group = Dimension.builder()
                .name("TargetGroup")
                .value(blue.substring(blue.lastIndexOf(':') + 1))
                .build();
        assertThat(sums("AWS/ApplicationELB", "RequestCount", group))
                .as("that for which no target could be chosen is not counted")
                .containsExactly(5.0);
        assertThat(sums("AWS/ApplicationELB", "HTTPCode_Target_2XX_Count", group))
                .containsExactly(5.0);
        assertThat(sums("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", group))
                .isEmpty();
        assertThatThrownBy(() -> sums("AWS/ApplicationELB", "TargetResponseTime", group))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("the metric TargetResponseTime");
    }

    @Test
    void anAlarmIsInTheStateThatSomebodySets() {
        metrics.putMetricAlarm(request -> request.alarmName("orders-5xx")
                .namespace("orders")
                .metricName("failed")
                .evaluationPeriods(1)
                .period(60)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
        assertThat(state()).isEqualTo(StateValue.INSUFFICIENT_DATA);
        scene.sleep(ofMinutes(1));
        metrics.setAlarmState(request ->
                request.alarmName("orders-5xx").stateValue(StateValue.ALARM).stateReason("test"));
        assertThat(state()).isEqualTo(StateValue.ALARM);
        assertThat(metrics.describeAlarms(request -> request.alarmTypes(AlarmType.COMPOSITE_ALARM))
                        .metricAlarms())
                .as("there are none of that type")
                .isEmpty();
        assertThatThrownBy(() -> metrics.setAlarmState(request ->
                        request.alarmName("other").stateValue(StateValue.OK).stateReason("test")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private void failed(double orders) {
        metrics.putMetricData(request -> request.namespace("orders")
                .metricData(
                        MetricDatum.builder().metricName("failed").value(orders).build()));
    }

    private void alarm(String missing) {
        metrics.putMetricAlarm(request -> request.alarmName("orders-5xx")
                .namespace("orders")
                .metricName("failed")
                .statistic(Statistic.SUM)
                .evaluationPeriods(3)
                .datapointsToAlarm(2)
                .period(60)
                .threshold(10.0)
                .treatMissingData(missing)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    }

    @Test
    void anAlarmGoesOffByItsDatapointsAndIsWellAgainByThem() {
        alarm("missing");
        failed(1);
        scene.sleep(ofMinutes(1));
        assertThat(state()).isEqualTo(StateValue.OK);
        failed(20);
        scene.sleep(ofMinutes(1));
        assertThat(state()).as("one of two that it takes").isEqualTo(StateValue.OK);
        failed(20);
        scene.sleep(ofMinutes(1));
        assertThat(state()).isEqualTo(StateValue.ALARM);
        for (int minute = 0; minute < 3; minute++) {
            failed(0);
            scene.sleep(ofMinutes(1));
        }
        assertThat(state()).isEqualTo(StateValue.OK);
        scene.sleep(ofMinutes(5));
        assertThat(state()).isEqualTo(StateValue.INSUFFICIENT_DATA);
    }

    @Test
    void missingDataCountsAsTheAlarmSays() {
        failed(1);
        scene.sleep(ofMinutes(10));
        alarm("breaching");
        scene.sleep(ofMinutes(1));
        assertThat(state()).isEqualTo(StateValue.ALARM);
        alarm("notBreaching");
        assertThat(state()).isEqualTo(StateValue.OK);
    }

    @Test
    void whatIsSetHoldsUntilTheNextPeriodEnds() {
        alarm("notBreaching");
        failed(1);
        scene.sleep(ofMinutes(1));
        scene.sleep(ofSeconds(10));
        metrics.setAlarmState(request ->
                request.alarmName("orders-5xx").stateValue(StateValue.ALARM).stateReason("test"));
        assertThat(state()).isEqualTo(StateValue.ALARM);
        scene.sleep(ofMinutes(1));
        assertThat(state()).isEqualTo(StateValue.OK);
    }

    private StateValue state() {
        return metrics.describeAlarms(request -> request.alarmNames("orders-5xx"))
                .metricAlarms()
                .get(0)
                .stateValue();
    }
}
