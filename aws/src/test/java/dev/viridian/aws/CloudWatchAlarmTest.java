package dev.viridian.aws;

import static dev.viridian.aws.CloudWatchAlarm.alarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.BakeCondition.State;
import dev.viridian.Deployment;
import dev.viridian.HealthCheck;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.simulation.Simulation;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

@ExtendWith(OnEmulator.class)
class CloudWatchAlarmTest {
    private final String name = "orders-5xx-" + UUID.randomUUID();
    private CloudWatchClient client;

    @BeforeEach
    void makeAnAlarm(Emulated emulated) {
        client = emulated.client(CloudWatchClient.builder()).build();
        client.putMetricAlarm(request -> request.alarmName(name)
                .namespace("AWS/ApplicationELB")
                .metricName("HTTPCode_Target_5XX_Count")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(10.0)
                .treatMissingData(
                        "ignore") // what is told by setAlarmState stays, though the alarm is evaluated meanwhile
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void says(StateValue state, String reason) {
        client.setAlarmState(
                request -> request.alarmName(name).stateValue(state).stateReason(reason));
    }

    private CloudWatchAlarm asked() {
        return alarm(name).with(client);
    }

    @Test
    void isWellWhereItIsOkAndSickWhereItHasGoneOff() {
        says(StateValue.OK, "3 errors");
        assertThat(asked().look().state()).isEqualTo(State.WELL);

        says(StateValue.ALARM, "Threshold Crossed: 120 errors");
        assertThat(asked().look().state()).isEqualTo(State.SICK);
        assertThat(asked().look().detail()).isEqualTo("ALARM: Threshold Crossed: 120 errors");
    }

    @Test
    void noDataIsNotTakenForWellUnlessThatIsSaid() {
        says(StateValue.INSUFFICIENT_DATA, "no datapoints");

        assertThat(asked().look().state()).isEqualTo(State.UNKNOWN);
        assertThat(asked().takingNoDataForWell().look().state()).isEqualTo(State.WELL);
        says(StateValue.ALARM, "120 errors");
        assertThat(asked().takingNoDataForWell().look().state()).isEqualTo(State.SICK);
    }

    @Test
    void anAlarmThatIsNotThereRefusesTheDeploymentBeforeAnythingIsTouched() {
        DeploymentResult result = deploy(alarm("no-such-" + name).with(client));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains("look at alarm no-such-" + name, "there is no such alarm in eu-central-1");
    }

    @Test
    void aDeploymentIsBakedUnderIt() {
        says(StateValue.OK, "3 errors");
        assertThat(deploy(asked()).succeeded()).isTrue();

        says(StateValue.ALARM, "Threshold Crossed: 120 errors");
        DeploymentResult result = deploy(asked());
        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("alarm " + name + " was not well: ALARM: Threshold Crossed: 120 errors");
    }

    private static DeploymentResult deploy(CloudWatchAlarm alarm) {
        return Deployer.silently(Simulation.of("orders").live("1.4.1", 2).open().platform())
                .deploy(Deployment.blueGreen()
                        .artifact("s3://releases/orders/1.4.2/orders.zip")
                        .healthCheck(HealthCheck.http("/health"))
                        .bake(Duration.ofMinutes(10), alarm));
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (String wrong :
                new String[] {"", " ", "x".repeat(256), "arn:aws:sns:eu-central-1:123456789012:deployments"}) {
            assertThatThrownBy(() -> alarm(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Not the name of an alarm");
        }
        assertThat(alarm("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:orders-5xx")
                        .takingNoDataForWell())
                .hasToString("alarm orders-5xx (no data is well)");
    }

    @Test
    void whatCannotBeAskedIsNamed(Emulated emulated) {
        try (CloudWatchClient elsewhere = emulated.client(CloudWatchClient.builder())
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .build()) {
            assertThatThrownBy(() -> alarm(name).with(elsewhere).look())
                    .isInstanceOfSatisfying(
                            PlatformException.class,
                            e -> assertThat(e.failure().worthRetrying()).isTrue())
                    .hasMessageContaining("call cloudwatch:DescribeAlarms on arn:aws:cloudwatch:*:*:alarm:" + name);
        }
    }
}
