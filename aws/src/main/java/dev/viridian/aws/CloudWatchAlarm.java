package dev.viridian.aws;

import dev.viridian.BakeCondition;
import dev.viridian.spi.PlatformException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * An alarm of CloudWatch that must not go off while a new environment is baked.
 *
 * <pre>{@code
 * import static dev.viridian.aws.CloudWatchAlarm.alarm;
 *
 * .bake(ofMinutes(30), alarm("orders-5xx"))
 * }</pre>
 *
 * <p>{@code OK} is well, {@code ALARM} is sick, and {@code INSUFFICIENT_DATA} says nothing, which is not taken for well unless
 * {@link #takingNoDataForWell()} says so. Metric alarms and composite ones both do. An alarm that does not exist refuses the deployment before anything is touched. How long
 * a bake should be follows from the alarm: at least its period times its evaluation periods, or it cannot go off in time.
 *
 * <p>What must be allowed: {@code cloudwatch:DescribeAlarms} on it. Needs the library {@code software.amazon.awssdk:cloudwatch}. Immutable, and safe for use by several threads.
 */
public final class CloudWatchAlarm implements BakeCondition {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:cloudwatch:(?<region>[a-z0-9-]+):\\d{12}:alarm:(?<name>.+)");
    private static final int LONGEST_NAME = 255;

    private final String name;
    private final Supplier<CloudWatchClient> client;
    private final boolean noDataIsWell;

    private CloudWatchAlarm(String name, Supplier<CloudWatchClient> client, boolean noDataIsWell) {
        this.name = name;
        this.client = client;
        this.noDataIsWell = noDataIsWell;
    }

    /**
     * The alarm of that name, by a client that looks for credentials, and where it is no ARN for the region, where the AWS SDK does.
     *
     * @throws IllegalArgumentException when it is no name of an alarm
     * @throws IllegalStateException when the client's library is not there
     */
    public static CloudWatchAlarm alarm(String nameOrArn) {
        Matcher arn = ARN.matcher(nameOrArn);
        boolean isArn = arn.matches();
        String name = isArn ? arn.group("name") : nameOrArn;
        if (name.isBlank() || name.length() > LONGEST_NAME || name.startsWith("arn:")) {
            throw new IllegalArgumentException("Not the name of an alarm of CloudWatch: '" + nameOrArn
                    + "'. Expected one such as orders-5xx, or its ARN.");
        }
        OptionalClient.CLOUD_WATCH.require("An alarm of CloudWatch");
        Optional<String> region = isArn ? Optional.of(arn.group("region")) : Optional.empty();
        return new CloudWatchAlarm(name, () -> Lazy.CLIENTS.in(region), false);
    }

    /**
     * By a client of the caller's.
     *
     * @param own stays the caller's, who closes it
     */
    public CloudWatchAlarm with(CloudWatchClient own) {
        return new CloudWatchAlarm(name, () -> own, noDataIsWell);
    }

    /** {@code INSUFFICIENT_DATA} is well: for an alarm of errors whose metric has no data where there are none. */
    public CloudWatchAlarm takingNoDataForWell() {
        return new CloudWatchAlarm(name, client, true);
    }

    private record Found(StateValue state, String reason) {}

    /**
     * {@inheritDoc}
     *
     * @throws PlatformException when there is no such alarm, or it could not be asked
     */
    @Override
    public Verdict look() {
        Found found = found();
        String detail = found.state() + ": " + found.reason();
        if (found.state() == StateValue.OK || (noDataIsWell && found.state() == StateValue.INSUFFICIENT_DATA)) {
            return Verdict.well(detail);
        }
        return found.state() == StateValue.ALARM ? Verdict.sick(detail) : Verdict.unknown(detail);
    }

    private Found found() {
        DescribeAlarmsRequest request = DescribeAlarmsRequest.builder()
                .alarmNames(name)
                .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                .build();
        CloudWatchClient asked = client.get();
        String arn = "arn:" + Partition.of(asked) + ":cloudwatch:*:*:alarm:" + name;
        DescribeAlarmsResponse answer =
                new Call("cloudwatch:DescribeAlarms", arn).of(() -> asked.describeAlarms(request));
        return Stream.concat(
                        answer.metricAlarms().stream()
                                .map(alarm -> new Found(alarm.stateValue(), String.valueOf(alarm.stateReason()))),
                        answer.compositeAlarms().stream()
                                .map(alarm -> new Found(alarm.stateValue(), String.valueOf(alarm.stateReason()))))
                .findFirst()
                .orElseThrow(() -> PlatformException.refused(
                        "look at " + this,
                        "there is no such alarm in "
                                + asked.serviceClientConfiguration().region()
                                + ". Make it there, or correct its name."));
    }

    /** Which alarm. */
    @Override
    public String toString() {
        return "alarm " + name + (noDataIsWell ? " (no data is well)" : "");
    }

    private static final class Lazy {
        private static final ClientForEachRegion<CloudWatchClient> CLIENTS =
                ClientForEachRegion.of(CloudWatchClient::builder);
    }
}
