package dev.viridian.testing.aws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** All instances, and what becomes of them. */
final class Instances {
    /** Neither of these three is a key by itself. */
    private static final Pattern TOLD = Pattern.compile("(?!(\\.{1,2}|_index)$)[A-Za-z0-9+\\-=.,_:@]+");

    final Map<String, Ec2Instance> all = new LinkedHashMap<>();
    final Map<String, Instant> fullZones = new LinkedHashMap<>();
    final Map<String, Instant> fullTypes = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Network network;
    private final Ids ids;
    Function<Launched, Behaviour> machines = launched -> Behaviour.well();
    int quota = Integer.MAX_VALUE;
    private int launched;

    Instances(Agenda agenda, Network network, Ids ids) {
        this.agenda = agenda;
        this.network = network;
        this.ids = ids;
    }

    /**
     * Launches one.
     *
     * @throws AwsServiceException where there is no room for it, as
     *     <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2 says it</a>
     */
    Ec2Instance launch(LaunchOrder order) {
        Network.Subnet subnet = network.subnet(order.subnet());
        network.image(order.image());
        order.securityGroups().forEach(network::securityGroup);
        requireTellable(order);
        requireRoom(order, subnet);
        Launched now = launched(order, subnet);
        Ec2Instance instance = new Ec2Instance(now, order, subnet, agenda.now(), machines.apply(now));
        all.put(instance.id(), instance);
        order.securityGroups()
                .forEach(group -> network.securityGroup(group).users.add(instance.id()));
        agenda.after(Pace.PENDING, () -> run(instance));
        return instance;
    }

    /** It was never launched, since not all could be that had to. */
    void withdraw(String id) {
        all.remove(id);
        network.securityGroups.values().forEach(group -> group.users.remove(id));
    }

    private Launched launched(LaunchOrder order, Network.Subnet subnet) {
        launched++;
        return new Launched(
                ids.next("i"),
                launched,
                order.image(),
                order.type(),
                subnet.zone,
                Map.copyOf(order.tags()),
                new String(Base64.getDecoder().decode(order.userData()), StandardCharsets.UTF_8),
                order.template(),
                order.group());
    }

    /** The metadata service tells only tags <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html">whose keys can stand in a path</a>; with others "the instance launch fails". */
    private static void requireTellable(LaunchOrder order) {
        order.tags().keySet().stream()
                .filter(key -> order.tellsTags() && !TOLD.matcher(key).matches())
                .findFirst()
                .ifPresent(key -> {
                    throw Service.EC2.refusal(
                            400,
                            "InvalidParameterValue",
                            "The tag key '" + key
                                    + "' cannot be told by the instance metadata service: it may have a-z, A-Z, 0-9 and + - = . , _ : @ alone");
                });
    }

    private void requireRoom(LaunchOrder order, Network.Subnet subnet) {
        if (isFull(fullZones.get(subnet.zone)) || isFull(fullTypes.get(order.type()))) {
            throw Service.EC2.refusal(
                    500,
                    "InsufficientInstanceCapacity",
                    "We currently do not have sufficient " + order.type()
                            + " capacity in the Availability Zone you requested (" + subnet.zone
                            + "). Our system will be working on provisioning additional capacity.");
        }
        if (all.values().stream().filter(Ec2Instance::isAlive).count() >= quota) {
            throw Service.EC2.refusal(
                    400,
                    "VcpuLimitExceeded",
                    "You have requested more vCPU capacity than your current vCPU limit allows for the instance bucket that the specified instance type belongs to.");
        }
    }

    private boolean isFull(@Nullable Instant until) {
        return until != null && agenda.now().isBefore(until);
    }

    private void run(Ec2Instance instance) {
        if (instance.state != Ec2Instance.State.PENDING) {
            return;
        }
        instance.state = Ec2Instance.State.RUNNING;
        instance.ran = Optional.of(agenda.now());
        if (instance.behaviour.boots()) {
            Instant booted = agenda.now().plus(instance.behaviour.boot());
            instance.booted = Optional.of(booted);
            agenda.at(booted, instance::tellWatchers);
        }
        instance.behaviour
                .end()
                .ifPresent(time -> agenda.after(
                        time,
                        () -> terminate(instance, "Client.InstanceInitiatedShutdown: Instance initiated shutdown")));
        instance.tellWatchers();
    }

    void terminate(Ec2Instance instance, String reason) {
        if (!instance.isAlive()) {
            return;
        }
        instance.state = Ec2Instance.State.SHUTTING_DOWN;
        instance.reason = reason;
        agenda.after(Pace.SHUTTING_DOWN, () -> end(instance));
        instance.tellWatchers();
    }

    private void end(Ec2Instance instance) {
        instance.state = Ec2Instance.State.TERMINATED;
        instance.ended = Optional.of(agenda.now());
        network.securityGroups.values().forEach(group -> group.users.remove(instance.id()));
        agenda.after(Pace.TERMINATED, () -> all.remove(instance.id()));
        instance.tellWatchers();
    }

    Ec2Instance require(String id) {
        return requireAll(List.of(id)).get(0);
    }

    List<Ec2Instance> requireAll(List<String> wanted) {
        List<Ec2Instance> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : wanted) {
            Ec2Instance instance = all.get(id);
            if (instance == null || !isSeen(instance)) {
                missing.add(id);
            } else {
                found.add(instance);
            }
        }
        if (!missing.isEmpty()) {
            throw Service.EC2.refusal(
                    400,
                    "InvalidInstanceID.NotFound",
                    missing.size() == 1
                            ? "The instance ID '" + missing.get(0) + "' does not exist"
                            : "The instance IDs '" + String.join(", ", missing) + "' do not exist");
        }
        return found;
    }

    Duration seenAfter = Duration.ZERO;

    /** Whether what was just launched is found yet. */
    boolean isSeen(Ec2Instance instance) {
        return !agenda.now().isBefore(instance.launchTime.plus(seenAfter));
    }

    Optional<Ec2Instance> at(String address) {
        return all.values().stream()
                .filter(instance -> instance.address.equals(address))
                .findFirst();
    }
}
