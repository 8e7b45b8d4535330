package dev.viridian.testing.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** SNS: topics, and what was published to them. */
final class Topics {
    /** <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">At most 262,144 bytes; attributes count.</a> */
    private static final int LARGEST = 262_144;

    private static final int LONGEST_SUBJECT = 100;

    final Map<String, List<PublishRequest>> published = new LinkedHashMap<>();
    private final Network network;
    private final Ids ids;

    Topics(Network network, Ids ids) {
        this.network = network;
        this.ids = ids;
    }

    Operations operations() {
        return new Operations(Service.SNS)
                .on(CreateTopicRequest.class, "Name!", this::create)
                .on(PublishRequest.class, "TopicArn! Message! Subject MessageAttributes", this::publish);
    }

    /** Idempotent. */
    private CreateTopicResponse create(CreateTopicRequest request) {
        String arn = "arn:aws:sns:" + network.region + ":" + Desk.ACCOUNT + ":" + request.name();
        published.computeIfAbsent(arn, any -> new ArrayList<>());
        return CreateTopicResponse.builder().topicArn(arn).build();
    }

    private PublishResponse publish(PublishRequest request) {
        List<PublishRequest> topic = Optional.ofNullable(published.get(request.topicArn()))
                .orElseThrow(() ->
                        Service.SNS.refusal(NotFoundException.builder(), 404, "NotFound", "Topic does not exist"));
        if (sizeOf(request) > LARGEST) {
            throw invalid("Message too long");
        }
        String subject = Optional.ofNullable(request.subject()).orElse("-");
        if (subject.length() > LONGEST_SUBJECT
                || subject.isEmpty()
                || subject.chars().anyMatch(letter -> letter < ' ' || letter > '~')) {
            throw invalid("Subject");
        }
        topic.add(request);
        return PublishResponse.builder().messageId(ids.uuid("message")).build();
    }

    private static int sizeOf(PublishRequest request) {
        int bytes = request.message().getBytes(StandardCharsets.UTF_8).length;
        for (var attribute : request.messageAttributes().entrySet()) {
            bytes += attribute.getKey().length()
                    + attribute.getValue().dataType().length();
            bytes += Optional.ofNullable(attribute.getValue().stringValue())
                    .map(text -> text.getBytes(StandardCharsets.UTF_8).length)
                    .orElse(0);
        }
        return bytes;
    }

    private static RuntimeException invalid(String what) {
        return Service.SNS.refusal(
                InvalidParameterException.builder(), 400, "InvalidParameter", "Invalid parameter: " + what);
    }
}
