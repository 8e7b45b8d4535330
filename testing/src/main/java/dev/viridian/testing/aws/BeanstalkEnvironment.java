package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** An environment of Elastic Beanstalk, through <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_EnvironmentDescription.html">its life</a>. */
final class BeanstalkEnvironment {
    /** How an application, or one of its instances, is: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced-status.html">health colors and statuses</a>. */
    enum Health {
        PENDING("Pending", "Grey", "Performing initialization."),
        OK("Ok", "Green", ""),
        INFO("Info", "Green", "An operation is in progress."),
        WARNING("Warning", "Yellow", "Impaired services on some instances."),
        SEVERE("Severe", "Red", "100.0 % of the requests are failing with HTTP 5xx."),
        NO_DATA("NoData", "Grey", "None of the instances are sending data.");

        final String status;
        final String color;
        final String cause;

        Health(String status, String color, String cause) {
            this.status = status;
            this.color = color;
            this.cause = cause;
        }

        List<String> causes() {
            return cause.isEmpty() ? List.of() : List.of(cause);
        }
    }

    final String id;
    final String name;
    final String application;
    final String endpoint;
    final String platform;
    final String template;
    final String version;
    final String description;
    final Map<String, String> tags;
    final Instant created;

    /** By namespace and name, with a space between them. */
    final Map<String, String> options;

    /** Those that it has, and those that have ended. */
    final List<Ec2Instance> instances = new ArrayList<>();

    final Served served = new Served();

    EnvironmentStatus status = EnvironmentStatus.LAUNCHING;
    String cname;

    /** What is being deployed, while it is. */
    Optional<Map<String, String>> draft = Optional.empty();

    int wanted;
    int turn;
    Instant changed;
    Optional<Instant> ended = Optional.empty();
    Instant launched = Instant.MAX;

    BeanstalkEnvironment(
            String id,
            String name,
            String application,
            String endpoint,
            String platform,
            String template,
            String version,
            String description,
            Map<String, String> tags,
            Map<String, String> options,
            String cname,
            Instant created) {
        this.id = id;
        this.name = name;
        this.application = application;
        this.endpoint = endpoint;
        this.platform = platform;
        this.template = template;
        this.version = version;
        this.description = description;
        this.tags = new LinkedHashMap<>(tags);
        this.options = new LinkedHashMap<>(options);
        this.cname = cname;
        this.created = created;
        this.changed = created;
    }

    String arn(String region) {
        return "arn:aws:elasticbeanstalk:" + region + ":" + Desk.ACCOUNT + ":environment/" + application + "/" + name;
    }

    boolean isTerminated() {
        return status == EnvironmentStatus.TERMINATED;
    }

    boolean isReady() {
        return status == EnvironmentStatus.READY;
    }

    void becomeReady(Instant now) {
        status = EnvironmentStatus.READY;
        changed = now;
    }

    boolean isLeaving() {
        return status == EnvironmentStatus.TERMINATING || isTerminated();
    }

    List<Ec2Instance> alive() {
        return instances.stream().filter(Ec2Instance::isAlive).toList();
    }

    /** Where somebody asks whether it is well. */
    String healthPath() {
        return options.getOrDefault("aws:elasticbeanstalk:environment:process:default HealthCheckPath", "/");
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html">A classic one unless it is told otherwise</a>. */
    boolean hasApplicationBalancer() {
        return options.getOrDefault("aws:elasticbeanstalk:environment LoadBalancerType", "classic")
                .equals("application");
    }

    /** A classic load balancer is known by its name, others by their ARN. */
    String balancer(String region) {
        String name = endpoint.substring(0, endpoint.indexOf('.'));
        return hasApplicationBalancer()
                ? "arn:aws:elasticloadbalancing:" + region + ":" + Desk.ACCOUNT + ":loadbalancer/app/" + name + "/"
                        + name.substring(name.lastIndexOf('-') + 1)
                : name;
    }

    boolean hasEnhancedHealth() {
        return options.getOrDefault("aws:elasticbeanstalk:healthreporting:system SystemType", "enhanced")
                .equals("enhanced");
    }

    /** What it finds of one of its instances now. */
    Health health(Ec2Instance instance, Instant now) {
        Optional<Integer> answered = instance.reply(healthPath(), now).map(Reply::status);
        if (answered.isEmpty()) {
            boolean isNew = now.isBefore(instance.launchTime.plus(Pace.COMMAND_TIMEOUT));
            return isNew ? Health.PENDING : Health.NO_DATA;
        }
        return answered.get() < 400 ? Health.OK : Health.SEVERE;
    }

    Health health(Instant now) {
        if (status == EnvironmentStatus.LAUNCHING || isLeaving()) {
            return Health.PENDING;
        }
        List<Health> found =
                alive().stream().map(instance -> health(instance, now)).toList();
        if (found.isEmpty() || found.stream().allMatch(health -> health == Health.NO_DATA)) {
            return Health.NO_DATA;
        }
        if (found.stream().allMatch(health -> health == Health.OK)) {
            return Health.OK;
        }
        boolean isWell = found.stream().allMatch(health -> health == Health.OK || health == Health.PENDING);
        boolean isBad = found.stream().noneMatch(health -> health == Health.OK);
        return isWell ? Health.INFO : isBad ? Health.SEVERE : Health.WARNING;
    }

    EnvironmentDescription described(String region, Instant now) {
        Health health = health(now);
        EnvironmentDescription.Builder built = EnvironmentDescription.builder()
                .environmentId(id)
                .environmentName(name)
                .applicationName(application)
                .environmentArn(arn(region))
                .versionLabel(version)
                .solutionStackName(platform)
                .templateName(template)
                .description(description)
                .cname(cname)
                .dateCreated(created)
                .dateUpdated(changed)
                .status(status)
                .abortableOperationInProgress(draft.isPresent())
                .health(health.color)
                .healthStatus(health.status)
                .tier(tier -> tier.name("WebServer").type("Standard").version("1.0"));
        if (!launched.isAfter(now)) {
            built.endpointURL(endpoint);
        }
        return built.build();
    }
}
