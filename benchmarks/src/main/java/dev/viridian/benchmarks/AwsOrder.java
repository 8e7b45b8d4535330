package dev.viridian.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What one of those that are compared is to deploy, and where; as the arguments of a process.
 *
 * @param application whose environments it makes
 * @param way {@code listener} or {@code record}
 * @param entry the ARN of the listener, or the id of the hosted zone
 * @param record the name that users know, where it is by a record
 * @param template the id of the launch template
 * @param network the id of the network
 * @param subnets where machines are, and load balancers
 * @param bucket of artifacts and state
 * @param version what is to be deployed
 * @param machines how many, the first time
 * @param health what answers for each machine
 * @param pace between one look and the next
 */
record AwsOrder(
        String application,
        String way,
        String entry,
        String record,
        String template,
        String network,
        List<String> subnets,
        String bucket,
        String version,
        int machines,
        URI health,
        Duration pace) {
    static final String LISTENER = "listener";
    static final String RECORD = "record";

    /** How long resolvers keep the record: as short as it may be, since each of them waits for it twice. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

    /** What {@link #arguments()} wrote. */
    static AwsOrder of(String[] arguments) {
        return new AwsOrder(
                arguments[0],
                arguments[1],
                arguments[2],
                arguments[3],
                arguments[4],
                arguments[5],
                List.of(arguments[6].split(",", -1)),
                arguments[7],
                arguments[8],
                Integer.parseInt(arguments[9]),
                URI.create(arguments[10]),
                Duration.ofMillis((long) (Double.parseDouble(arguments[11]) * 1000)));
    }

    List<String> arguments() {
        return List.of(
                application,
                way,
                entry,
                record,
                template,
                network,
                String.join(",", subnets),
                bucket,
                version,
                Integer.toString(machines),
                health.toString(),
                Double.toString(pace.toMillis() / 1000.0));
    }

    AwsOrder version(String other) {
        return new AwsOrder(
                application, way, entry, record, template, network, subnets, bucket, other, machines, health, pace);
    }

    boolean isByListener() {
        return way.equals(LISTENER);
    }

    String key() {
        return version + ".zip";
    }

    /** Of what it makes. */
    String name() {
        return application + "-" + version.replace('.', '-');
    }
}
