package dev.viridian.testing.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;

/** What environments of Elastic Beanstalk say of what is done with them. */
final class BeanstalkEvents {
    private final Agenda agenda;
    private final BeanstalkEnvironments environments;
    private final List<EventDescription> events = new ArrayList<>();

    BeanstalkEvents(Agenda agenda, BeanstalkEnvironments environments) {
        this.agenda = agenda;
        this.environments = environments;
    }

    void open(Operations operations) {
        operations.on(
                DescribeEventsRequest.class,
                "ApplicationName EnvironmentId EnvironmentName Severity StartTime MaxRecords NextToken",
                this::describe);
    }

    void tell(BeanstalkEnvironment environment, String severity, String message) {
        events.add(EventDescription.builder()
                .eventDate(agenda.now())
                .applicationName(environment.application)
                .environmentName(environment.name)
                .severity(severity)
                .message(message)
                .build());
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEvents.html">The most recent one first</a>. */
    private DescribeEventsResponse describe(DescribeEventsRequest request) {
        if (request.environmentId() != null) {
            environments.require(request.environmentId(), request.environmentName());
        }
        List<String> order = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
        int least = request.severity() == null ? 0 : order.indexOf(request.severityAsString());
        List<EventDescription> found = new ArrayList<>(events.stream()
                .filter(event -> BeanstalkEnvironments.isMeant(request.applicationName(), event.applicationName()))
                .filter(event -> BeanstalkEnvironments.isMeant(request.environmentName(), event.environmentName()))
                .filter(event -> order.indexOf(event.severityAsString()) >= least)
                .filter(event ->
                        request.startTime() == null || !event.eventDate().isBefore(request.startTime()))
                .toList());
        Collections.reverse(found);
        Page<EventDescription> page = Beanstalk.page(found, request.nextToken(), request.maxRecords());
        return DescribeEventsResponse.builder()
                .events(page.items())
                .nextToken(page.next())
                .build();
    }
}
