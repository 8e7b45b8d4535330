package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.StateStore;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.contract.StateStoreContract;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3StateStoreOnSimulatedAwsTest extends StateStoreContract {
    private final S3Client client = SimulatedAws.create().s3();
    private final String bucket = Moto.makeBucket(client);
    private final StateStore store = S3StateStore.in(client, bucket, "viridian/orders");

    @Override
    protected StateStore store() {
        return store;
    }

    @Test
    void aFolderThatSomebodyMadeInTheConsoleIsNoKey() {
        folder("viridian/orders/");
        folder("viridian/orders/outbox/");
        assertThat(store.createIfAbsent("outbox/1", () -> "a notification")).isPresent();

        assertThat(store.list("")).containsExactly("outbox/1");
        assertThat(store.list("outbox/")).containsExactly("outbox/1");
    }

    private void folder(String key) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.empty());
    }
}
