package dev.viridian.aws;

import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** A listener as it is before the first deployment: it answers 503. */
final class ClosedListener {
    private ClosedListener() {}

    /** Makes one on port 80. */
    static Forwarding of(ElasticLoadBalancingV2Client client, LoadBalancer balancer) {
        return of(client, balancer, 80);
    }

    /** Makes one on that port. */
    static Forwarding of(ElasticLoadBalancingV2Client client, LoadBalancer balancer, int port) {
        return Forwarding.listener(client.createListener(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                        .protocol(ProtocolEnum.HTTP)
                        .port(port)
                        .defaultActions(Action.builder()
                                .type(ActionTypeEnum.FIXED_RESPONSE)
                                .fixedResponseConfig(response -> response.statusCode("503"))
                                .build()))
                .listeners()
                .get(0)
                .listenerArn());
    }
}
