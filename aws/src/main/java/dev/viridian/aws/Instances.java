package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;

/** The instances of an application. */
final class Instances {
    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html">Auto Scaling</a> writes it on each. */
    private static final String GROUP = "aws:autoscaling:groupName";

    /** A <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html">filter</a> has 200 values at most. */
    private static final int MOST_VALUES = 200;

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html">DescribeInstanceStatus</a>. */
    private static final int MOST_IDS = 100;

    private static final int LARGEST_PAGE = 1000;

    private final PlatformSetup setup;
    private final Supplier<Ec2Client> client;

    Instances(PlatformSetup setup, Supplier<Ec2Client> client) {
        this.setup = setup;
        this.client = client;
    }

    /** Those of these environments, by id, with one question however many they are. */
    Map<String, Instance> of(List<EnvironmentName> environments) {
        Map<String, Instance> found = new HashMap<>();
        for (int from = 0; from < environments.size(); from += MOST_VALUES) {
            List<String> names = environments.subList(from, Math.min(environments.size(), from + MOST_VALUES)).stream()
                    .map(EnvironmentName::value)
                    .toList();
            described(Filter.builder().name("tag:" + GROUP).values(names).build())
                    .forEach(instance -> found.put(instance.instanceId(), instance));
        }
        return found;
    }

    /** One that may be long gone. */
    Optional<Instance> find(String id) {
        return described(Filter.builder().name("instance-id").values(id).build()).stream()
                .findFirst();
    }

    /** Those for which all of that holds. */
    List<Instance> matching(Filter... filters) {
        return described(filters);
    }

    /** By a filter and not by id: an id that is not known yet would have all of the answer refused. */
    private List<Instance> described(Filter... filters) {
        return setup.call("ec2:DescribeInstances", "*").of(() -> {
            List<Instance> instances = new ArrayList<>();
            client.get()
                    .describeInstancesPaginator(request -> request.filters(filters)
                            .overrideConfiguration(setup.caller().inUserAgent()))
                    .reservations()
                    .forEach(reservation -> instances.addAll(reservation.instances()));
            return instances;
        });
    }

    /**
     * What EC2 finds of these, which run, when it checks them: by their ids up to as many as it takes, and of all that run in their zones where they are more, so that it is one question for 4 and
     * for 400.
     */
    Map<String, InstanceStatus> statuses(List<Instance> running) {
        if (running.isEmpty()) {
            return Map.of();
        }
        DescribeInstanceStatusRequest.Builder request = DescribeInstanceStatusRequest.builder()
                .overrideConfiguration(setup.caller().inUserAgent());
        if (running.size() <= MOST_IDS) {
            request.instanceIds(running.stream().map(Instance::instanceId).toList());
        } else {
            request.filters(Filter.builder()
                            .name("availability-zone")
                            .values(running.stream()
                                    .map(instance -> instance.placement().availabilityZone())
                                    .distinct()
                                    .toList())
                            .build())
                    .maxResults(LARGEST_PAGE);
        }
        Map<String, InstanceStatus> found = new HashMap<>();
        setup.call("ec2:DescribeInstanceStatus", "*")
                .of(() -> client.get().describeInstanceStatusPaginator(request.build()).instanceStatuses().stream()
                        .toList())
                .forEach(status -> found.put(status.instanceId(), status));
        return found;
    }

    /** What it wrote on its console, in the encoding in which AWS hands it out; nothing where it wrote none. */
    Optional<String> console(String id) {
        return setup.call("ec2:GetConsoleOutput", "instance/" + id)
                .of(() -> Optional.ofNullable(client.get()
                        .getConsoleOutput(request -> request.instanceId(id)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .output()));
    }
}
