package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.state.StateKeys;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A store of items in a DynamoDB table. The table has the partition key {@value #STORE} and the sort key {@value #KEY}, both texts; one table does for
 * any number of applications, each under a name of its own.
 *
 * <pre>{@code
 * aws dynamodb create-table --table-name viridian --billing-mode PAY_PER_REQUEST \
 *     --attribute-definitions AttributeName=store,AttributeType=S AttributeName=key,AttributeType=S \
 *     --key-schema AttributeName=store,KeyType=HASH AttributeName=key,KeyType=RANGE
 * }</pre>
 *
 * <p>Everything is read consistently and written by
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html">conditions</a>: of several writers of
 * one key exactly one succeeds. A version is a random token of its writer's, so that whoever is told that somebody else was faster sees when that was
 * himself and only the answer was lost. A document has at most 390 KiB, since DynamoDB takes
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">400 KB</a> for an item; a larger one is refused.
 *
 * <p>What must be allowed on the table: {@code dynamodb:GetItem}, {@code PutItem}, {@code DeleteItem} and {@code Query}. Set the client's time for a call
 * ({@code apiCallTimeout}) to less than a third of a lease, 20 seconds. Safe for use by several threads.
 */
public final class DynamoDbStateStore implements StateStore {
    /** The name of the partition key. */
    public static final String STORE = "store";

    /** The name of the sort key. */
    public static final String KEY = "key";

    private static final String DOCUMENT = "document";
    private static final String VERSION = "version";

    /** Names and keys count, too. */
    private static final int LONGEST_BYTES = 390 * 1024;

    private final DynamoDbClient client;
    private final String table;
    private final String name;

    private DynamoDbStateStore(DynamoDbClient client, String table, String name) {
        this.client = client;
        this.table = table;
        this.name = name;
    }

    /**
     * The store of that name in a table. Nothing is called yet.
     *
     * @param client stays the caller's
     * @param name that of the application, or any other that nobody else uses in this table
     * @throws IllegalArgumentException when the name is blank
     */
    public static DynamoDbStateStore in(DynamoDbClient client, String table, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "The name of the store in table " + table + " is blank. Expected that of the application.");
        }
        return new DynamoDbStateStore(client, table, name);
    }

    @Override
    public Optional<Stored> read(String key) {
        Map<String, AttributeValue> id = id(key);
        Map<String, AttributeValue> item = call("dynamodb:GetItem")
                .of(() -> client.getItem(
                                request -> request.tableName(table).key(id).consistentRead(true))
                        .item());
        return item.isEmpty() ? Optional.empty() : Optional.of(stored(key, item));
    }

    private Stored stored(String key, Map<String, AttributeValue> item) {
        AttributeValue document = item.get(DOCUMENT);
        AttributeValue version = item.get(VERSION);
        if (document == null || document.s() == null || version == null || version.s() == null) {
            throw PlatformException.refused(
                    "read " + key + " in the " + this,
                    "it is damaged: its document or its version is missing. Look at it, and remove it if nothing is under way.");
        }
        return new Stored(document::s, new Version(version.s()));
    }

    @Override
    public List<String> list(String prefix) {
        boolean all = StateKeys.requirePrefix(prefix).isEmpty();
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":store", text(name)));
        if (!all) {
            values.put(":prefix", text(prefix));
        }
        QueryRequest request = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(all ? "#store = :store" : "#store = :store AND begins_with(#key, :prefix)")
                .projectionExpression("#key")
                .expressionAttributeNames(Map.of("#store", STORE, "#key", KEY))
                .expressionAttributeValues(values)
                .build();
        return call("dynamodb:Query")
                .of(() -> client.queryPaginator(request).items().stream()
                        .map(item -> Objects.requireNonNull(item.get(KEY), "a key was asked for")
                                .s())
                        .sorted()
                        .toList());
    }

    @Override
    public Optional<Version> createIfAbsent(String key, Document document) {
        return put(
                key,
                document,
                request -> request.conditionExpression("attribute_not_exists(#key)")
                        .expressionAttributeNames(Map.of("#key", KEY)));
    }

    @Override
    public Optional<Version> replace(String key, Version expected, Document document) {
        return put(
                key,
                document,
                request -> request.conditionExpression("#version = :expected")
                        .expressionAttributeNames(Map.of("#version", VERSION))
                        .expressionAttributeValues(Map.of(":expected", text(expected.value()))));
    }

    private interface Condition {
        PutItemRequest.Builder on(PutItemRequest.Builder request);
    }

    private Optional<Version> put(String key, Document document, Condition condition) {
        Version version = new Version(UUID.randomUUID().toString());
        Map<String, AttributeValue> item = new HashMap<>(id(key));
        item.put(DOCUMENT, text(requireShort(key, document.text())));
        item.put(VERSION, text(version.value()));
        return call("dynamodb:PutItem").of(() -> {
            try {
                client.putItem(request -> condition.on(request.tableName(table).item(item)));
                return Optional.of(version);
            } catch (ConditionalCheckFailedException e) {
                return ownAfterAll(key, version);
            }
        });
    }

    /** The answer to a request that was sent twice tells of the second one. */
    private Optional<Version> ownAfterAll(String key, Version version) {
        return read(key).map(Stored::version).filter(version::equals);
    }

    @Override
    public boolean delete(String key, Version expected) {
        Map<String, AttributeValue> id = id(key);
        return call("dynamodb:DeleteItem").of(() -> {
            try {
                client.deleteItem(request -> request.tableName(table)
                        .key(id)
                        .conditionExpression("#version = :expected")
                        .expressionAttributeNames(Map.of("#version", VERSION))
                        .expressionAttributeValues(Map.of(":expected", text(expected.value()))));
                return true;
            } catch (ConditionalCheckFailedException e) {
                return false;
            }
        });
    }

    private String requireShort(String key, String document) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_BYTES) {
            throw PlatformException.refused(
                    "write " + key + " in the " + this,
                    "it has " + bytes + " bytes. Expected at most " + LONGEST_BYTES
                            + ", since DynamoDB takes 400 KB for an item: keep the state in S3, or deploy less at once.");
        }
        return document;
    }

    private Map<String, AttributeValue> id(String key) {
        return Map.of(STORE, text(name), KEY, text(StateKeys.requireKey(key)));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private Call call(String action) {
        return new Call(action, "table/" + table);
    }

    /** Where it is. */
    @Override
    public String toString() {
        return "state store " + name + " in table " + table;
    }
}
