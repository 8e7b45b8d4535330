package dev.viridian.testing.aws;

import dev.viridian.testing.aws.BeanstalkEnvironment.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The load balancers of environments of Elastic Beanstalk: how users come in, and what is counted of them. */
final class BeanstalkEntry {
    private final Agenda agenda;
    private final BeanstalkEnvironments environments;
    private final String region;

    BeanstalkEntry(Agenda agenda, BeanstalkEnvironments environments, String region) {
        this.agenda = agenda;
        this.environments = environments;
        this.region = region;
    }

    /** What somebody gets from the load balancer of an environment; those of its instances that are well answer in turn, and where none is, all of them. */
    Optional<Visit> ask(String endpoint, int port, String path) {
        if (port != 80) {
            return Optional.empty();
        }
        Instant now = agenda.now();
        return environments
                .running()
                .filter(environment -> environment.endpoint.equalsIgnoreCase(endpoint))
                .filter(environment -> !environment.launched.isAfter(now))
                .findFirst()
                .map(environment -> visit(environment, path, now));
    }

    private static Visit visit(BeanstalkEnvironment environment, String path, Instant now) {
        List<Ec2Instance> alive = environment.alive();
        List<Ec2Instance> well = alive.stream()
                .filter(instance -> environment.health(instance, now) == Health.OK)
                .toList();
        List<Ec2Instance> asked = well.isEmpty() ? alive : well;
        if (asked.isEmpty()) {
            return new Visit(new Reply(503, "503 Service Temporarily Unavailable"), Optional.empty());
        }
        Ec2Instance instance = asked.get(Math.floorMod(environment.turn++, asked.size()));
        Optional<Reply> answered = instance.reply(path, now);
        environment.served.count(now, answered);
        return new Visit(answered.orElse(new Reply(502, "502 Bad Gateway")), Optional.of(instance.id()));
    }

    /** What the load balancer of that name, or ARN, has counted; nothing where it is of no environment. */
    Optional<Served> served(String balancer) {
        return environments
                .all()
                .filter(environment -> environment.balancer(region).endsWith(balancer))
                .findFirst()
                .map(environment -> environment.served);
    }
}
