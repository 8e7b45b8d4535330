package dev.viridian.testing.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;

/**
 * Elastic Beanstalk: load-balanced web servers, whose instances its groups keep at their number, one operation at a time for each environment, and CNAMEs that are swapped.
 * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_Operations.html">What its operations take and refuse</a>.
 */
final class Beanstalk {
    private final BeanstalkEnvironments environments = new BeanstalkEnvironments();
    private final BeanstalkApplications applications;
    private final BeanstalkEvents events;
    private final BeanstalkNames names;
    private final BeanstalkFleet fleet;
    private final BeanstalkChanges changes;
    private final BeanstalkDescriptions descriptions;
    private final BeanstalkHealth health;
    private final BeanstalkEntry entry;

    Beanstalk(
            Agenda agenda,
            Network network,
            Instances instances,
            Storage storage,
            Ids ids,
            Quotas quotas,
            String region) {
        this.applications = new BeanstalkApplications(agenda, storage, environments, region);
        this.events = new BeanstalkEvents(agenda, environments);
        this.names = new BeanstalkNames(environments, ids, region);
        this.fleet = new BeanstalkFleet(agenda, network, instances, names, events);
        this.changes =
                new BeanstalkChanges(agenda, applications, environments, names, fleet, events, ids, quotas, region);
        this.descriptions = new BeanstalkDescriptions(agenda, applications, environments, region);
        this.health = new BeanstalkHealth(agenda, environments);
        this.entry = new BeanstalkEntry(agenda, environments, region);
    }

    Operations operations() {
        Operations operations = new Operations(Service.BEANSTALK);
        applications.open(operations);
        changes.open(operations);
        descriptions.open(operations);
        health.open(operations);
        events.open(operations);
        return operations;
    }

    static AwsServiceException invalid(String message) {
        return Service.BEANSTALK.refusal(400, "InvalidParameterValue", message);
    }

    static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer most) {
        return Page.of(all, token, most, 1000, given -> invalid("Invalid NextToken: " + given));
    }

    static Map<String, String> tagsOf(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.forEach(tag -> all.put(tag.key(), tag.value()));
        return all;
    }

    /** What triggers do that scale an environment by its load. */
    int scale(String name, int wanted) {
        return environments
                .all()
                .filter(found -> found.name.equals(name) && !found.isLeaving())
                .findFirst()
                .map(found -> fleet.scale(found, wanted))
                .orElseThrow(() -> new IllegalArgumentException("There is no environment " + name + "."));
    }

    /** Where name servers say that a CNAME leads. */
    Optional<Dns.Resolved> answer(String name) {
        return names.answer(name);
    }

    /** What somebody gets from the load balancer of an environment. */
    Optional<Visit> ask(String endpoint, int port, String path) {
        return entry.ask(endpoint, port, path);
    }

    /** What the load balancer of that name, or ARN, has counted; nothing where it is of no environment. */
    Optional<Served> served(String balancer) {
        return entry.served(balancer);
    }

    /** All that there is and costs or confuses. */
    List<String> leftovers() {
        return Stream.concat(
                        environments.running().map(environment -> "environment " + environment.name),
                        applications.leftovers().stream())
                .toList();
    }
}
