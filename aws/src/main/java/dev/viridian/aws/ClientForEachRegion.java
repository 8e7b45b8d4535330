package dev.viridian.aws;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/** The clients of one service, each made when it is first needed and kept. The empty region is the one that the SDK finds. */
final class ClientForEachRegion<C> {
    private final Map<Optional<String>, C> made = new ConcurrentHashMap<>();
    private final Function<Optional<String>, C> make;

    private ClientForEachRegion(Function<Optional<String>, C> make) {
        this.make = make;
    }

    static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> ClientForEachRegion<C> of(
            Supplier<B> builder) {
        return new ClientForEachRegion<>(region -> {
            B ours = Clients.ours(builder.get());
            region.map(Region::of).ifPresent(ours::region);
            return ours.build();
        });
    }

    C in(Optional<String> region) {
        return made.computeIfAbsent(region, make);
    }
}
