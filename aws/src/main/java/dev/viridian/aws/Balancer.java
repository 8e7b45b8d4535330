package dev.viridian.aws;

import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.PlatformException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** The load balancer that users come by. What never changes of it is looked up once. */
final class Balancer {
    private final AwsSetup setup;
    private final Forwarding forwarding;
    private final Supplier<ElasticLoadBalancingV2Client> client;
    private final Once<Facts> facts = new Once<>(this::look);

    /** The last that was seen of the listener: its load balancer, port and protocol are the same whenever that was. */
    private volatile Optional<Listener> seen = Optional.empty();

    Balancer(AwsSetup setup, Forwarding forwarding, Supplier<ElasticLoadBalancingV2Client> client) {
        this.setup = setup;
        this.forwarding = forwarding;
        this.client = client;
    }

    private record Facts(String network, String host, int port, boolean plain) {}

    /** The network that it is in, and so must be its targets. */
    String network() {
        return facts.get().network;
    }

    /** Where users come in, where that can be asked from here without knowing more: by HTTP, and at the listener's default action. */
    Optional<Machine> entry() {
        Facts found = facts.get();
        return found.plain && !forwarding.isRule()
                ? Optional.of(new Machine(new MachineId("entry"), found.host, found.port, Machine.State.RUNNING, ""))
                : Optional.empty();
    }

    /** As it is now, with its default actions. */
    Listener listener() {
        String arn = forwarding.listener();
        Listener listener = setup.call("elasticloadbalancing:DescribeListeners", arn)
                .of(() -> client
                        .get()
                        .describeListeners(request -> request.listenerArns(arn)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .listeners()
                        .stream()
                        .findFirst()
                        .orElseThrow(
                                () -> PlatformException.refused("find listener " + arn, "there is no such listener.")));
        seen = Optional.of(listener);
        return listener;
    }

    private Facts look() {
        Listener listener = seen.orElseGet(this::listener);
        LoadBalancer balancer = setup.call("elasticloadbalancing:DescribeLoadBalancers", "*")
                .of(() -> client
                        .get()
                        .describeLoadBalancers(request -> request.loadBalancerArns(listener.loadBalancerArn())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .loadBalancers()
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> PlatformException.refused(
                                "find " + listener.loadBalancerArn(), "there is no such load balancer.")));
        return new Facts(
                balancer.vpcId(), balancer.dnsName(), listener.port(), listener.protocol() == ProtocolEnum.HTTP);
    }
}
