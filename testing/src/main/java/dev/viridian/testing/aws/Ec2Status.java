package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusDetails;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;

/**
 * What EC2 finds when it looks at instances by itself: its <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html">status checks</a>, of the host and of the instance.
 */
final class Ec2Status {
    private static final int PAGE = 1000;

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html">"Maximum 100 explicitly specified instance IDs."</a> */
    private static final int MOST_IDS = 100;

    private final Agenda agenda;
    private final Instances instances;

    Ec2Status(Agenda agenda, Instances instances) {
        this.agenda = agenda;
        this.instances = instances;
    }

    void open(Operations operations) {
        operations.on(
                DescribeInstanceStatusRequest.class,
                "InstanceIds Filters NextToken MaxResults IncludeAllInstances",
                this::describe);
    }

    /** "When false, includes the health status for running instances only. Default: false" */
    private DescribeInstanceStatusResponse describe(DescribeInstanceStatusRequest request) {
        Ec2.requireKnown(
                "DescribeInstanceStatus",
                request.filters(),
                "availability-zone instance-state-name instance-status.status system-status.status");
        if (request.filters().stream().anyMatch(filter -> filter.name().startsWith("tag"))) {
            throw Service.EC2.refusal(
                    400, "InvalidParameterValue", "The filter 'tag' is invalid for DescribeInstanceStatus");
        }
        requireOneWay(request);
        boolean all = Boolean.TRUE.equals(request.includeAllInstances());
        Collection<Ec2Instance> asked = request.hasInstanceIds()
                ? instances.requireAll(request.instanceIds())
                : instances.all.values().stream().filter(instances::isSeen).toList();
        List<InstanceStatus> found = asked.stream()
                .filter(instance -> all || instance.state == Ec2Instance.State.RUNNING)
                .filter(instance -> Ec2.matches(request.filters(), name -> values(name, instance)))
                .map(this::status)
                .toList();
        Page<InstanceStatus> page = Page.of(found, request.nextToken(), request.maxResults(), PAGE, Ec2::badToken);
        return DescribeInstanceStatusResponse.builder()
                .instanceStatuses(page.items())
                .nextToken(page.next())
                .build();
    }

    /** "You cannot specify this parameter and the instance IDs parameter in the same request." */
    private static void requireOneWay(DescribeInstanceStatusRequest request) {
        if (request.hasInstanceIds() && request.maxResults() != null) {
            throw Service.EC2.refusal(
                    400,
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        if (request.instanceIds().size() > MOST_IDS) {
            throw Service.EC2.refusal(
                    400,
                    "InvalidParameterValue",
                    request.instanceIds().size() + " instance IDs were given, and " + MOST_IDS + " may be at most");
        }
    }

    private Collection<String> values(String filter, Ec2Instance instance) {
        return switch (filter) {
            case "availability-zone" -> List.of(instance.subnet.zone);
            case "instance-state-name" -> List.of(stateName(instance));
            case "instance-status.status" -> List.of(ofInstance(instance));
            case "system-status.status" -> List.of(ofHost(instance));
            default -> throw new AssertionError("nobody asked whether the filter " + filter + " is known");
        };
    }

    private static String stateName(Ec2Instance instance) {
        return instance.state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private InstanceStatus status(Ec2Instance instance) {
        return InstanceStatus.builder()
                .instanceId(instance.id())
                .availabilityZone(instance.subnet.zone)
                .instanceState(state -> state.code(instance.state.code).name(stateName(instance)))
                .instanceStatus(summary(ofInstance(instance)))
                .systemStatus(summary(ofHost(instance)))
                .build();
    }

    private static InstanceStatusSummary summary(String status) {
        String reachability = switch (status) {
            case "ok" -> "passed";
            case "impaired" -> "failed";
            default -> "initializing";
        };
        return InstanceStatusSummary.builder()
                .status(status)
                .details(InstanceStatusDetails.builder()
                        .name("reachability")
                        .status(reachability)
                        .build())
                .build();
    }

    private String ofInstance(Ec2Instance instance) {
        String host = ofHost(instance);
        return host.equals("ok") && instance.behaviour.isImpaired() ? "impaired" : host;
    }

    private String ofHost(Ec2Instance instance) {
        if (instance.state != Ec2Instance.State.RUNNING) {
            return "not-applicable";
        }
        Instant first = instance.ran.orElseThrow().plus(Pace.STATUS_CHECKS);
        return agenda.now().isBefore(first) ? "initializing" : "ok";
    }
}
