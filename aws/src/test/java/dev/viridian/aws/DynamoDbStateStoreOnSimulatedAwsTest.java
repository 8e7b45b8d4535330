package dev.viridian.aws;

import dev.viridian.spi.StateStore;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.contract.StateStoreContract;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

class DynamoDbStateStoreOnSimulatedAwsTest extends StateStoreContract {
    private final StateStore store = newStore();

    private static StateStore newStore() {
        SimulatedAws aws = SimulatedAws.create();
        aws.dynamoDb()
                .createTable(request -> request.tableName("state")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(text(DynamoDbStateStore.STORE), text(DynamoDbStateStore.KEY))
                        .keySchema(
                                key(DynamoDbStateStore.STORE, KeyType.HASH),
                                key(DynamoDbStateStore.KEY, KeyType.RANGE)));
        aws.time().sleep(Duration.ofSeconds(10));
        return DynamoDbStateStore.in(aws.dynamoDb(), "state", "orders");
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType("S")
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @Override
    protected StateStore store() {
        return store;
    }
}
