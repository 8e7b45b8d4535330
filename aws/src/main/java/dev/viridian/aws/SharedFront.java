package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.EnvironmentSpec;
import java.util.List;
import java.util.Optional;

/** One load balancer for all environments. */
record SharedFront(Forwarding forwarding, Balancer balancer, AttachingRules rules) implements Front {
    @Override
    public String network() {
        return balancer.network();
    }

    @Override
    public List<String> subnets() {
        return List.of();
    }

    @Override
    public void attach(EnvironmentSpec spec, String targetGroup, Caller caller) {
        rules.attach(spec.name(), targetGroup, caller);
    }

    /** It is there before the first deployment. */
    @Override
    public Optional<String> awaited(EnvironmentName environment) {
        return Optional.empty();
    }

    @Override
    public Optional<String> metricName(EnvironmentName environment) {
        return Optional.of(forwarding.balancer());
    }

    @Override
    public void detach(EnvironmentName environment, String targetGroup, Caller caller) {
        rules.detach(targetGroup, caller);
    }
}
