package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.testing.contract.StateStoreContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@ExtendWith(OnMoto.class)
class DynamoDbStateStoreContractTest extends StateStoreContract {
    private final String table = "state-" + UUID.randomUUID();
    private DynamoDbClient client;
    private StateStore store;

    @BeforeEach
    void makeATable(Moto moto) {
        client = moto.dynamoDb();
        client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(DynamoDbStateStore.STORE), text(DynamoDbStateStore.KEY))
                .keySchema(key(DynamoDbStateStore.STORE, KeyType.HASH), key(DynamoDbStateStore.KEY, KeyType.RANGE)));
        store = DynamoDbStateStore.in(client, table, "orders");
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected StateStore store() {
        return store;
    }

    @Test
    void storesOfOtherNamesInTheSameTableSeeNothingOfIt() {
        store.createIfAbsent("lease", () -> "text");

        StateStore other = DynamoDbStateStore.in(client, table, "billing");

        assertThat(other.read("lease")).isEmpty();
        assertThat(other.list("")).isEmpty();
    }

    @Test
    void aDocumentThatIsTooLongForAnItemIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> store.createIfAbsent("lease", () -> "\u00fc".repeat(200 * 1024)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("it has 409600 bytes. Expected at most 399360");
        assertThat(store.createIfAbsent("lease", () -> "x".repeat(390 * 1024))).isPresent();
    }

    @Test
    void aTableThatIsNotThereIsRefused() {
        StateStore nowhere = DynamoDbStateStore.in(client, "no-such-" + table, "orders");

        assertThatThrownBy(() -> nowhere.read("lease"))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isFalse())
                .hasMessageContaining("call dynamodb:GetItem on table/no-such-");
    }
}
