package dev.viridian.testing.aws;

import dev.viridian.testing.aws.BeanstalkEnvironment.Health;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.InstancesHealthAttribute;
import software.amazon.awssdk.services.elasticbeanstalk.model.InvalidRequestException;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;

/** How instances and environments are, as enhanced health reporting of Elastic Beanstalk tells it. */
final class BeanstalkHealth {
    private final Agenda agenda;
    private final BeanstalkEnvironments environments;

    BeanstalkHealth(Agenda agenda, BeanstalkEnvironments environments) {
        this.agenda = agenda;
        this.environments = environments;
    }

    void open(Operations operations) {
        operations
                .on(
                        DescribeInstancesHealthRequest.class,
                        "EnvironmentId EnvironmentName AttributeNames NextToken",
                        this::instancesHealth)
                .on(
                        DescribeEnvironmentHealthRequest.class,
                        "EnvironmentId EnvironmentName AttributeNames",
                        this::environmentHealth);
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeInstancesHealth.html">"This operation requires enhanced health reporting."</a> */
    private BeanstalkEnvironment requireEnhanced(@Nullable String id, @Nullable String name) {
        BeanstalkEnvironment environment;
        try {
            environment = environments.require(id, name);
        } catch (AwsServiceException e) {
            throw invalidRequest(e.awsErrorDetails().errorMessage());
        }
        if (!environment.hasEnhancedHealth()) {
            throw invalidRequest("Environment " + environment.name + " does not support enhanced health.");
        }
        return environment;
    }

    private static AwsServiceException invalidRequest(String message) {
        return Service.BEANSTALK.refusal(InvalidRequestException.builder(), 400, "InvalidRequestException", message);
    }

    private DescribeInstancesHealthResponse instancesHealth(DescribeInstancesHealthRequest request) {
        BeanstalkEnvironment environment = requireEnhanced(request.environmentId(), request.environmentName());
        List<SingleInstanceHealth> found = environment.alive().stream()
                .map(instance -> health(environment, instance, request.attributeNames()))
                .toList();
        Page<SingleInstanceHealth> page = Beanstalk.page(found, request.nextToken(), null);
        return DescribeInstancesHealthResponse.builder()
                .instanceHealthList(page.items())
                .nextToken(page.next())
                .refreshedAt(agenda.now())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeInstancesHealth.html">"If no attribute names are specified, returns a list of instances."</a> */
    private SingleInstanceHealth health(
            BeanstalkEnvironment environment, Ec2Instance instance, List<InstancesHealthAttribute> wanted) {
        Health health = environment.health(instance, agenda.now());
        boolean all = wanted.contains(InstancesHealthAttribute.ALL);
        SingleInstanceHealth.Builder built = SingleInstanceHealth.builder().instanceId(instance.id());
        if (all || wanted.contains(InstancesHealthAttribute.HEALTH_STATUS)) {
            built.healthStatus(health.status);
        }
        if (all || wanted.contains(InstancesHealthAttribute.COLOR)) {
            built.color(health.color);
        }
        if (all || wanted.contains(InstancesHealthAttribute.CAUSES)) {
            built.causes(health.causes());
        }
        if (all || wanted.contains(InstancesHealthAttribute.DEPLOYMENT)) {
            boolean isDone = instance.booted
                    .filter(booted -> !booted.isAfter(agenda.now()))
                    .isPresent();
            built.deployment(deployment -> deployment
                    .versionLabel(environment.version)
                    .deploymentId(1L)
                    .status(isDone ? "Deployed" : "In Progress"));
        }
        return built.build();
    }

    private DescribeEnvironmentHealthResponse environmentHealth(DescribeEnvironmentHealthRequest request) {
        BeanstalkEnvironment environment = requireEnhanced(request.environmentId(), request.environmentName());
        Health health = environment.health(agenda.now());
        return DescribeEnvironmentHealthResponse.builder()
                .environmentName(environment.name)
                .healthStatus(health.status)
                .status(environment.status.toString())
                .color(health.color)
                .causes(health.causes())
                .refreshedAt(agenda.now())
                .build();
    }
}
