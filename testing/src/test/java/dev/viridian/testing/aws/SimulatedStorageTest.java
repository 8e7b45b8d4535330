package dev.viridian.testing.aws;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;

/** S3, DynamoDB, SNS and Systems Manager, as far as the agreement with emulators does not look at it. */
@SuppressWarnings("unchecked") // The SDK takes any number of lambdas.
class SimulatedStorageTest {
    private final SimulatedAws aws = SimulatedAws.create();

    @BeforeEach
    void makeABucket() {
        aws.s3().createBucket(request -> request.bucket("releases"));
    }

    private String put(String key, String text) {
        return aws.s3()
                .putObject(request -> request.bucket("releases").key(key), RequestBody.fromString(text))
                .versionId();
    }

    @Test
    void aBucketKeepsVersionsOnlyWhereThatIsSwitchedOn() {
        assertThat(put("a", "1")).isNull();
        aws.s3()
                .putBucketVersioning(request -> request.bucket("releases")
                        .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
        String second = put("a", "2");
        put("a", "3");

        assertThat(aws.s3()
                        .getObjectAsBytes(
                                request -> request.bucket("releases").key("a").versionId(second))
                        .asUtf8String())
                .isEqualTo("2");
        assertThat(aws.s3()
                        .getObjectAsBytes(
                                request -> request.bucket("releases").key("a").versionId("null"))
                        .asUtf8String())
                .as("what was there before")
                .isEqualTo("1");
    }

    @Test
    void aDigestThatIsWrongIsRefused() {
        assertThatThrownBy(() -> aws.s3()
                        .putObject(
                                request -> request.bucket("releases").key("a").checksumSHA256("wrong"),
                                RequestBody.fromString("1")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BadDigest"));
        assertThatThrownBy(() -> aws.s3()
                        .headObject(request -> request.bucket("releases").key("a")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void aStreamIsReadFromAnyByteOn() throws Exception {
        put("a", "0123456789");
        try (var stream = aws.s3()
                .getObject(request ->
                        request.bucket("releases").key("a").range("bytes=7-").checksumMode(ChecksumMode.ENABLED))) {
            assertThat(stream.response().contentRange()).isEqualTo("bytes 7-9/10");
            assertThat(new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("789");
        }
        assertThatThrownBy(() -> aws.s3()
                        .getObjectAsBytes(
                                request -> request.bucket("releases").key("a").range("bytes=10-")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
    }

    @Test
    void aTableTakesAWhileAndRefusesWhatItDoesNotUnderstand() {
        aws.dynamoDb()
                .createTable(request -> request.tableName("state")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("key")
                                .attributeType("S")
                                .build())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("key")
                                .keyType("HASH")
                                .build()));
        Map<String, AttributeValue> item = Map.of("key", AttributeValue.fromS("a"), "n", AttributeValue.fromN("1"));
        assertThatThrownBy(() -> aws.dynamoDb()
                        .putItem(request -> request.tableName("state").item(item)))
                .isInstanceOf(ResourceNotFoundException.class);

        aws.time().sleep(ofSeconds(5));
        aws.dynamoDb().putItem(request -> request.tableName("state").item(item));
        assertThatThrownBy(() -> aws.dynamoDb()
                        .putItem(
                                request -> request.tableName("state").item(item).conditionExpression("size(n) > :x")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("the condition 'size(n) > :x' of DynamoDB");
        assertThatThrownBy(() -> aws.dynamoDb()
                        .putItem(
                                request -> request.tableName("state").item(item).conditionExpression("n = :undefined")))
                .isInstanceOfSatisfying(
                        DynamoDbException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
    }

    @Test
    void whatIsPublishedCanBeReadBack() {
        String topic =
                aws.sns().createTopic(request -> request.name("deployments")).topicArn();
        aws.sns().publish(request -> request.topicArn(topic).subject("orders").message("deployed"));

        assertThat(aws.published(topic)).extracting(PublishRequest::message).containsExactly("deployed");
        assertThatThrownBy(() -> aws.sns()
                        .publish(request ->
                                request.topicArn(topic).subject("two\nlines").message("x")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aCommandIsRunOnAnInstanceThatRuns() {
        aws.commands((instance, script) ->
                script.equals("uptime") ? CommandResult.ok("up 1 min") : new CommandResult(127, ""));
        String instance = aws.ec2()
                .runInstances(
                        request -> request.imageId(aws.image()).minCount(1).maxCount(1))
                .instances()
                .get(0)
                .instanceId();
        assertThatThrownBy(() -> send(instance)).isInstanceOf(InvalidInstanceIdException.class);

        aws.time().sleep(ofSeconds(10));
        String command = send(instance);
        assertThatThrownBy(() -> status(command, instance)).isInstanceOf(InvocationDoesNotExistException.class);
        aws.time().sleep(ofSeconds(1));
        assertThat(status(command, instance)).isEqualTo(CommandInvocationStatus.IN_PROGRESS);
        aws.time().sleep(ofSeconds(2));
        assertThat(status(command, instance)).isEqualTo(CommandInvocationStatus.SUCCESS);
    }

    private String send(String instance) {
        return aws.ssm()
                .sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(instance)
                        .parameters(Map.of("commands", List.of("uptime"))))
                .command()
                .commandId();
    }

    private CommandInvocationStatus status(String command, String instance) {
        return aws.ssm()
                .getCommandInvocation(request -> request.commandId(command).instanceId(instance))
                .status();
    }
}
