package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.Activity;

/** A scaling activity. */
final class Doing {
    final String id;
    final String group;
    final String arn;
    final Instant start;
    final String cause;
    String description;
    String status = "InProgress";
    String message = "";
    Optional<Instant> end = Optional.empty();

    Doing(String id, GroupState group, Instant start, String description, String cause) {
        this.id = id;
        this.group = group.name;
        this.arn = group.arn;
        this.start = start;
        this.description = description;
        this.cause = cause;
    }

    void finish(String how, String why, Instant now) {
        status = how;
        message = why;
        end = Optional.of(now);
    }

    boolean isUnderWay() {
        return end.isEmpty();
    }

    Activity described() {
        return Activity.builder()
                .activityId(id)
                .autoScalingGroupName(group)
                .autoScalingGroupARN(arn)
                .description(description)
                .cause(cause)
                .startTime(start)
                .endTime(end.orElse(null))
                .statusCode(status)
                .statusMessage(message.isEmpty() ? null : message)
                .progress(isUnderWay() ? 50 : 100)
                .build();
    }
}
