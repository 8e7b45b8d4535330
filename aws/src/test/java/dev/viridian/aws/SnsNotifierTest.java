package dev.viridian.aws;

import static dev.viridian.aws.SnsNotifier.sns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.Evidence;
import dev.viridian.HealthCheck;
import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

@ExtendWith(OnEmulator.class)
class SnsNotifierTest {
    private static final String ARN = "arn:aws:sns:eu-central-1:123456789012:deployments";

    private SnsClient client;
    private Queue queue;
    private String topic;

    @BeforeEach
    void makeATopic(Emulated emulated) {
        client = emulated.client(SnsClient.builder()).build();
        queue = new Queue(emulated);
        topic = client.createTopic(request ->
                        request.name("topic-" + UUID.randomUUID() + ".fifo").attributes(Map.of("FifoTopic", "true")))
                .topicArn();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void subscribe(Map<String, String> attributes) {
        client.subscribe(request ->
                request.topicArn(topic).protocol("sqs").endpoint(queue.arn()).attributes(attributes));
    }

    @Test
    void aSubscriberReadsWhatHappened() {
        subscribe(Map.of());

        sns(topic)
                .with(client)
                .send(Notifications.rolledBack(Evidence.of("its output", "\u001b[31mno database\u001b[0m")));

        String message = queue.received(1).get(0);
        assertThat(Queue.field("Subject", message))
                .isEqualTo("orders-7 (1.4.2) failed and was rolled back: it says 503");
        assertThat(Queue.field("Message", message))
                .startsWith("orders-7 (1.4.2) failed and was rolled back: it says 503\n")
                .contains("Evidence, its output", "\uFFFD[31mno database\uFFFD[0m");
    }

    @Test
    void subscriptionsFilterByAttributes() {
        subscribe(Map.of("FilterPolicy", """
                        {"application": ["orders"], "kind": ["outcome"], "outcome": [{"anything-but": "DEPLOYED"}]}"""));

        sns(topic).with(client).send(Notifications.deployed());
        sns(topic).with(client).send(Notifications.rolledBack(Evidence.none()));

        assertThat(queue.received(1))
                .singleElement()
                .extracting(message -> Queue.field("Subject", message))
                .asString()
                .contains("rolled back");
    }

    @Test
    void aTopicThatIsFifoDropsWhatIsSentTwice() {
        subscribe(Map.of());

        sns(topic).with(client).send(Notifications.deployed());
        sns(topic).with(client).send(Notifications.deployed());
        sns(topic).with(client).send(Notifications.rolledBack(Evidence.none()));

        assertThat(queue.received(2))
                .extracting(message -> Queue.field("Subject", message))
                .containsExactly(
                        "orders-7 (1.4.2) is live", "orders-7 (1.4.2) failed and was rolled back: it says 503");
    }

    @Test
    void aStandardTopicIsPublishedToAsWell() {
        topic = client.createTopic(request -> request.name("topic-" + UUID.randomUUID()))
                .topicArn();

        sns(topic).with(client).send(Notifications.deployed());
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> sns(ARN).with(client).send(Notifications.deployed()))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isFalse())
                .hasMessageContaining("call sns:Publish on " + ARN);
    }

    @Test
    void evidenceThatIsTooLongIsCutAtItsBeginningAndTheCauseStays() {
        subscribe(Map.of());
        String log = "ü line\n".repeat(60_000) + "the last line";

        sns(topic)
                .with(client)
                .send(Notifications.rolledBack(
                        Evidence.of("its output", log).and("its console", log).and("what it ran last", log)));

        String text = Queue.field("Message", queue.received(1).get(0));
        assertThat(FittedText.bytes(text)).isBetween(SnsMessage.MOST_BYTES - 1000, SnsMessage.MOST_BYTES - 100);
        assertThat(text)
                .startsWith("orders-7 (1.4.2) failed and was rolled back: it says 503\n")
                .containsPattern("\\(The first \\d+ of \\d+ bytes are left out")
                .endsWith("the last line\n")
                .doesNotContain("\uFFFD");
    }

    @Test
    void whatIsNoArnOfATopicIsRefusedBeforeAnythingIsTouched() {
        for (String wrong : List.of(
                "deployments",
                "arn:aws:sqs:eu-central-1:123456789012:deployments",
                "arn:aws:sns:eu-central-1:12345:deployments",
                "arn:aws:sns::123456789012:deployments",
                ARN + ":5f6d",
                "")) {
            assertThatThrownBy(() -> sns(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Not the ARN of a topic of SNS: '" + wrong + "'");
        }
        for (String right : List.of(ARN, ARN + ".fifo", "arn:aws-us-gov:sns:us-gov-west-1:123456789012:a_b-c")) {
            assertThat(sns(right)).hasToString("SNS " + right);
        }
    }

    @Test
    void aTopicMayBeInEachRegionThatThereIs() {
        Region.regions().stream().filter(region -> !region.isGlobalRegion()).forEach(region -> {
            String topic = "arn:" + Partition.of(region.id()) + ":sns:" + region.id() + ":123456789012:deployments";

            assertThat(sns(topic)).hasToString("SNS " + topic);
        });
    }

    @Test
    void aClientOfAnotherRegionIsRefusedBeforeAnythingIsTouched(Emulated emulated) {
        try (SnsClient elsewhere =
                emulated.client(SnsClient.builder()).region(Region.US_EAST_1).build()) {
            assertThatThrownBy(() -> sns(ARN).with(elsewhere))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("us-east-1")
                    .hasMessageContaining("Expected one of the topic's, eu-central-1");
        }
    }

    @Test
    void readsInADeploymentAsItIsSaid() {
        assertThat(Deployment.blueGreen()
                        .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                        .healthCheck(HealthCheck.http("/health"))
                        .notifying(sns(ARN))
                        .notifiers())
                .hasToString("[SNS " + ARN + "]");
    }
}
