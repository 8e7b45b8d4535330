package dev.viridian.testing.aws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * DynamoDB: tables whose keys are strings, with
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html">conditional writes</a>.
 */
final class Tables {
    private static final Duration CREATING = Duration.ofSeconds(5);
    /** <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">400 KB for an item, 1 MB for a page.</a> */
    private static final int LARGEST_ITEM = 400 * 1024;

    private static final int LARGEST_PAGE = 1024 * 1024;

    final Map<String, Table> tables = new LinkedHashMap<>();
    private final Agenda agenda;

    Tables(Agenda agenda) {
        this.agenda = agenda;
    }

    /** A table. Its items are in order of both keys. */
    private record Table(
            String name,
            List<KeySchemaElement> keys,
            Instant active,
            NavigableMap<String, Map<String, AttributeValue>> items) {
        String partitionKey() {
            return key(KeyType.HASH).orElseThrow();
        }

        Optional<String> sortKey() {
            return key(KeyType.RANGE);
        }

        private Optional<String> key(KeyType type) {
            return keys.stream()
                    .filter(key -> key.keyType() == type)
                    .map(KeySchemaElement::attributeName)
                    .findFirst();
        }

        String place(Map<String, AttributeValue> item) {
            return text(item, partitionKey()) + "\u0000"
                    + sortKey().map(key -> text(item, key)).orElse("");
        }

        private static String text(Map<String, AttributeValue> item, String key) {
            AttributeValue value = item.get(key);
            if (value == null || value.s() == null) {
                throw invalid("One of the required keys was not given a value: " + key);
            }
            return value.s();
        }
    }

    Operations operations() {
        return new Operations(Service.DYNAMO_DB)
                .on(
                        CreateTableRequest.class,
                        "TableName! KeySchema! AttributeDefinitions! BillingMode ProvisionedThroughput",
                        this::create)
                .on(DescribeTableRequest.class, "TableName!", this::describe)
                .on(
                        GetItemRequest.class,
                        "TableName! Key! ConsistentRead ProjectionExpression ExpressionAttributeNames",
                        this::get)
                .on(
                        PutItemRequest.class,
                        "TableName! Item! ConditionExpression ExpressionAttributeNames ExpressionAttributeValues",
                        this::put)
                .on(
                        DeleteItemRequest.class,
                        "TableName! Key! ConditionExpression ExpressionAttributeNames ExpressionAttributeValues",
                        this::delete)
                .on(
                        QueryRequest.class,
                        "TableName! KeyConditionExpression! ConsistentRead ProjectionExpression ExpressionAttributeNames"
                                + " ExpressionAttributeValues ExclusiveStartKey Limit ScanIndexForward",
                        this::query);
    }

    static AwsServiceException invalid(String message) {
        return Service.DYNAMO_DB.refusal(400, "ValidationException", message);
    }

    private CreateTableResponse create(CreateTableRequest request) {
        if (tables.containsKey(request.tableName())) {
            throw Service.DYNAMO_DB.refusal(
                    ResourceInUseException.builder(),
                    400,
                    "ResourceInUseException",
                    "Table already exists: " + request.tableName());
        }
        if (request.attributeDefinitions().stream()
                .anyMatch(attribute -> !attribute.attributeTypeAsString().equals("S"))) {
            throw new UnsupportedOperationException(
                    "SimulatedAws knows only keys of the type S in tables of DynamoDB.");
        }
        Table table =
                new Table(request.tableName(), request.keySchema(), agenda.now().plus(CREATING), new TreeMap<>());
        tables.put(table.name(), table);
        return CreateTableResponse.builder().tableDescription(described(table)).build();
    }

    private TableDescription described(Table table) {
        return TableDescription.builder()
                .tableName(table.name())
                .keySchema(table.keys())
                .itemCount((long) table.items().size())
                .tableStatus(isActive(table) ? "ACTIVE" : "CREATING")
                .build();
    }

    private boolean isActive(Table table) {
        return !agenda.now().isBefore(table.active());
    }

    private DescribeTableResponse describe(DescribeTableRequest request) {
        Table table = Optional.ofNullable(tables.get(request.tableName())).orElseThrow(Tables::notFound);
        return DescribeTableResponse.builder().table(described(table)).build();
    }

    private static AwsServiceException notFound() {
        return Service.DYNAMO_DB.refusal(
                ResourceNotFoundException.builder(), 400, "ResourceNotFoundException", "Requested resource not found");
    }

    private Table active(String name) {
        return Optional.ofNullable(tables.get(name)).filter(this::isActive).orElseThrow(Tables::notFound);
    }

    private GetItemResponse get(GetItemRequest request) {
        Table table = active(request.tableName());
        Map<String, AttributeValue> item = table.items().get(table.place(request.key()));
        Expression names = new Expression(request.expressionAttributeNames(), Map.of());
        return GetItemResponse.builder()
                .item(item == null ? null : names.projected(item, request.projectionExpression()))
                .build();
    }

    private PutItemResponse put(PutItemRequest request) {
        Table table = active(request.tableName());
        String place = table.place(request.item());
        if (sizeOf(request.item()) > LARGEST_ITEM) {
            throw invalid("Item size has exceeded the maximum allowed size");
        }
        requireHolds(
                new Expression(request.expressionAttributeNames(), request.expressionAttributeValues()),
                request.conditionExpression(),
                table.items().get(place));
        table.items().put(place, Map.copyOf(request.item()));
        return PutItemResponse.builder().build();
    }

    private DeleteItemResponse delete(DeleteItemRequest request) {
        Table table = active(request.tableName());
        String place = table.place(request.key());
        requireHolds(
                new Expression(request.expressionAttributeNames(), request.expressionAttributeValues()),
                request.conditionExpression(),
                table.items().get(place));
        table.items().remove(place);
        return DeleteItemResponse.builder().build();
    }

    private static void requireHolds(
            Expression expression, @Nullable String condition, @Nullable Map<String, AttributeValue> item) {
        if (condition != null && !expression.holds(condition, item == null ? Map.of() : item)) {
            throw Service.DYNAMO_DB.refusal(
                    ConditionalCheckFailedException.builder(),
                    400,
                    "ConditionalCheckFailedException",
                    "The conditional request failed");
        }
    }

    private QueryResponse query(QueryRequest request) {
        Table table = active(request.tableName());
        Expression expression = new Expression(request.expressionAttributeNames(), request.expressionAttributeValues());
        NavigableMap<String, Map<String, AttributeValue>> ordered =
                Boolean.FALSE.equals(request.scanIndexForward()) ? table.items().descendingMap() : table.items();
        if (request.hasExclusiveStartKey()) {
            ordered = ordered.tailMap(table.place(request.exclusiveStartKey()), false);
        }
        List<Map<String, AttributeValue>> found = ordered.values().stream()
                .filter(item -> expression.holds(request.keyConditionExpression(), item))
                .toList();
        int size = pageSize(found, Optional.ofNullable(request.limit()).orElse(Integer.MAX_VALUE));
        QueryResponse.Builder answer = QueryResponse.builder()
                .count(size)
                .items(found.subList(0, size).stream()
                        .map(item -> expression.projected(item, request.projectionExpression()))
                        .toList());
        if (size < found.size()) {
            answer.lastEvaluatedKey(keyOf(table, found.get(size - 1)));
        }
        return answer.build();
    }

    private static int pageSize(List<Map<String, AttributeValue>> found, int limit) {
        int bytes = 0;
        int size = 0;
        while (size < found.size() && size < limit && bytes <= LARGEST_PAGE) {
            bytes += sizeOf(found.get(size));
            size++;
        }
        return size;
    }

    private static Map<String, AttributeValue> keyOf(Table table, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new LinkedHashMap<>(item);
        key.keySet()
                .retainAll(table.keys().stream()
                        .map(KeySchemaElement::attributeName)
                        .toList());
        return key;
    }

    private static int sizeOf(Map<String, AttributeValue> item) {
        int bytes = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            bytes += attribute.getKey().length();
            String text = Optional.ofNullable(attribute.getValue().s())
                    .orElseGet(() -> attribute.getValue().toString());
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
