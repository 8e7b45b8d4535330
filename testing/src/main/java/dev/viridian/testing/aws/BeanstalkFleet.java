package dev.viridian.testing.aws;

import dev.viridian.testing.aws.BeanstalkEnvironment.Health;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** The instances of environments of Elastic Beanstalk: launched, deployed to, and kept at their number. */
final class BeanstalkFleet {
    private final Agenda agenda;
    private final Network network;
    private final Instances instances;
    private final BeanstalkNames names;
    private final BeanstalkEvents events;

    BeanstalkFleet(Agenda agenda, Network network, Instances instances, BeanstalkNames names, BeanstalkEvents events) {
        this.agenda = agenda;
        this.network = network;
        this.instances = instances;
        this.names = names;
        this.events = events;
    }

    /** First what is around the instances, then they, and when all are deployed to, or that has taken too long, it is ready. */
    void begin(BeanstalkEnvironment made) {
        events.tell(made, "INFO", "createEnvironment is starting.");
        agenda.after(Pace.AROUND_INSTANCES, () -> {
            made.launched = agenda.now();
            made.wanted = BeanstalkOptions.number(made.options, BeanstalkOptions.MIN_SIZE);
            made.changed = agenda.now();
            agenda.after(Pace.NAME_SERVERS, () -> names.answerFor(made));
            level(made);
            awaitLaunch(made, agenda.now().plus(Pace.COMMAND_TIMEOUT));
        });
    }

    private void awaitLaunch(BeanstalkEnvironment made, Instant deadline) {
        agenda.after(Pace.HEALTH, () -> {
            boolean isWell = areDeployedTo(made);
            if (made.status != EnvironmentStatus.LAUNCHING) {
                return;
            }
            if (!isWell && agenda.now().isBefore(deadline)) {
                awaitLaunch(made, deadline);
                return;
            }
            made.becomeReady(agenda.now());
            events.tell(
                    made,
                    isWell ? "INFO" : "ERROR",
                    isWell
                            ? "Successfully launched environment: " + made.name
                            : "Create environment operation is complete, but with errors. For more information, see troubleshooting documentation.");
        });
    }

    private boolean areDeployedTo(BeanstalkEnvironment made) {
        List<Ec2Instance> alive = made.alive();
        return alive.size() == made.wanted
                && alive.stream().allMatch(instance -> made.health(instance, agenda.now()) == Health.OK);
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.managing.as.html">Its Auto Scaling group</a> keeps the number of instances, whoever ends one. */
    void level(BeanstalkEnvironment environment) {
        List<Ec2Instance> alive = environment.alive();
        if (alive.size() > environment.wanted) {
            alive.stream()
                    .limit(alive.size() - environment.wanted)
                    .forEach(leaving -> instances.terminate(leaving, "Client.UserInitiatedShutdown: scaled in"));
            return;
        }
        try {
            for (int missing = environment.wanted - alive.size(); missing > 0; missing--) {
                launch(environment);
            }
        } catch (AwsServiceException e) {
            events.tell(
                    environment,
                    "WARN",
                    "Launching a new EC2 instance failed: "
                            + e.awsErrorDetails().errorMessage());
            agenda.after(Pace.FIRST_PAUSE, () -> level(environment));
        }
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environments-cfg-autoscaling-triggers.html">Triggers</a> keep to the bounds of the group. */
    int scale(BeanstalkEnvironment environment, int wanted) {
        environment.wanted = BeanstalkOptions.within(environment.options, wanted);
        level(environment);
        return environment.wanted;
    }

    void end(BeanstalkEnvironment environment) {
        environment
                .alive()
                .forEach(instance -> instances.terminate(instance, "Client.UserInitiatedShutdown: terminated"));
    }

    private void launch(BeanstalkEnvironment environment) {
        Map<String, String> tags = new LinkedHashMap<>(environment.tags);
        tags.put("elasticbeanstalk:environment-id", environment.id);
        tags.put("elasticbeanstalk:environment-name", environment.name);
        tags.put("Name", environment.name);
        List<String> subnets = List.copyOf(network.subnets.keySet());
        Ec2Instance made = instances.launch(new LaunchOrder(
                network.images.keySet().iterator().next(),
                environment.options.getOrDefault("aws:autoscaling:launchconfiguration InstanceType", "t3.micro"),
                subnets.get(environment.instances.size() % subnets.size()),
                List.of(network.securityGroups.keySet().iterator().next()),
                "",
                tags,
                false,
                false,
                "",
                Optional.empty(),
                Optional.of("awseb-" + environment.id + "-stack-AWSEBAutoScalingGroup"),
                ""));
        environment.instances.add(made);
        made.watchers.add(() -> {
            if (!made.isAlive() && !environment.isLeaving()) {
                agenda.after(Pace.REACTION, () -> level(environment));
            }
        });
    }
}
