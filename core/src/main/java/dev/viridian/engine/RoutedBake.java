package dev.viridian.engine;

import dev.viridian.BakeCondition;
import dev.viridian.EnvironmentName;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import java.time.Instant;

/** What is baked, as the router sees it. */
record RoutedBake(Platform platform, EnvironmentName environment, Instant since) implements BakeCondition.Baked {
    @Override
    public long requests() {
        String question = "count the requests that " + environment + " got";
        return Answered.by(() -> question, platform.traffic().requests(environment, since))
                .orElseThrow(() -> PlatformException.refused(
                        question,
                        "the router cannot tell. Have it count them where it can, or bake without such a condition."));
    }
}
