package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.spi.Platform;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.aws.Visit;
import java.util.List;
import java.util.Optional;

/** A strict AWS in memory on which deployments are explored. */
interface ExploredAws {
    SimulatedAws aws();

    /** Another controller's. */
    Platform open();

    Artifact artifact(String version);

    /** What those get who come now. */
    List<Optional<Visit>> visits();

    /** Whether all who come now get a good answer. */
    default boolean usersAreAnswered() {
        return visits().stream()
                .allMatch(visit ->
                        visit.filter(made -> made.reply().status() == 200).isPresent());
    }

    /** How much there is besides what one environment has. Whoever looks is throttled no more. */
    int leftovers();

    /** From now on each service that deployments call takes so many requests a second. */
    default void throttle(int perSecond) {
        for (String service : List.of("autoscaling", "ec2", "elasticbeanstalk", "elasticloadbalancing", "route53")) {
            aws().throttling(service, "", perSecond, perSecond);
        }
    }
}
