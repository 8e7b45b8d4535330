package dev.viridian.aws;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Publishes notifications to a topic of SNS.
 *
 * <pre>{@code
 * import static dev.viridian.aws.SnsNotifier.sns;
 *
 * .notifying(sns("arn:aws:sns:eu-central-1:123456789012:deployments"))
 * }</pre>
 *
 * <p>The message is the text for people, its subject the headline. Subscriptions filter by its attributes: {@code application}, {@code deployment},
 * {@code version}, {@code environment}, {@code kind} ({@code outcome}, {@code overcome} or {@code approval}), {@code outcome} (the names of {@link dev.viridian.Outcome}; none where
 * the deployment goes on), {@code step}, {@code machine}, {@code fingerprint} and {@code key}. Who wants failures alone subscribes with the filter policy
 * {@code {"kind": ["outcome"], "outcome": [{"anything-but": "DEPLOYED"}]}}.
 *
 * <p>SNS takes <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">256 KiB</a>. Of what is longer, beginnings of the evidence are left out, and the
 * text says so. Where the topic is a FIFO topic, messages of one application come in order, and one that is sent twice within five minutes comes once; otherwise
 * receivers tell a repeated one by its {@code key}.
 *
 * <p>The region is the topic's. What must be allowed: {@code sns:Publish} on the topic, and {@code kms:GenerateDataKey} and {@code kms:Decrypt} on its key where
 * it is encrypted by one of yours. Needs the library {@code software.amazon.awssdk:sns}. Immutable, and safe for use by several threads.
 */
public final class SnsNotifier implements Notifier {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TopicArn topic;
    private final Supplier<SnsClient> client;

    private SnsNotifier(TopicArn topic, Supplier<SnsClient> client) {
        this.topic = topic;
        this.client = client;
    }

    /**
     * Publishes to this topic, by a client that looks for credentials where the AWS SDK does. It is made when it is first needed, one for each region.
     *
     * @throws IllegalArgumentException when it is no ARN of a topic
     * @throws IllegalStateException when the client's library is not there
     */
    public static SnsNotifier sns(String topicArn) {
        TopicArn topic = TopicArn.parse(topicArn);
        OptionalClient.SNS.require("A notification by SNS");
        return new SnsNotifier(topic, () -> Lazy.CLIENTS.in(Optional.of(topic.region())));
    }

    /**
     * Publishes by a client of the caller's.
     *
     * @param own stays the caller's, who closes it
     * @throws IllegalArgumentException when the client is of another region than the topic
     */
    public SnsNotifier with(SnsClient own) {
        String region = own.serviceClientConfiguration().region().id();
        if (!region.equals(topic.region())) {
            throw new IllegalArgumentException("The client for " + topic + " is one of the region " + region
                    + ". Expected one of the topic's, " + topic.region() + ".");
        }
        return new SnsNotifier(topic, () -> own);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.viridian.spi.PlatformException when it was not published; what it says tells why
     */
    @Override
    public void send(Notification notification) {
        PublishRequest request = request(notification);
        new Call("sns:Publish", topic.text()).of(() -> client.get().publish(request));
    }

    private PublishRequest request(Notification notification) {
        SnsMessage message = new SnsMessage(notification);
        PublishRequest.Builder request = PublishRequest.builder()
                .topicArn(topic.text())
                .subject(message.subject())
                .message(message.text())
                .messageAttributes(message.attributes().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, attribute -> text(attribute.getValue()))))
                .overrideConfiguration(new Caller(notification.deployment().toString())
                        .inUserAgent()
                        .andThen(call -> call.apiCallTimeout(LIMIT)));
        if (topic.fifo()) {
            request.messageGroupId(message.group()).messageDeduplicationId(message.deduplication());
        }
        return request.build();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType(SnsMessage.STRING)
                .stringValue(value)
                .build();
    }

    /** Which topic. */
    @Override
    public String toString() {
        return "SNS " + topic;
    }

    private static final class Lazy {
        private static final ClientForEachRegion<SnsClient> CLIENTS = ClientForEachRegion.of(SnsClient::builder);
    }
}
