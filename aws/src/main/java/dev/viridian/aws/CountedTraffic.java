package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.TrafficRouter;
import java.time.Instant;
import java.util.OptionalLong;

/** How users are moved where CloudWatch counts their requests. */
abstract class CountedTraffic implements TrafficRouter {
    private final CountedRequests metrics;

    CountedTraffic(CountedRequests metrics) {
        this.metrics = metrics;
    }

    /** A load balancer does not tell it of one environment, nor of now. */
    @Override
    public final OptionalLong inFlight(EnvironmentName name) {
        return OptionalLong.empty();
    }

    /** CloudWatch tells it a minute or two late: so many at least. */
    @Override
    public final OptionalLong requests(EnvironmentName name, Instant since) {
        return metrics.requests(name, since);
    }
}
