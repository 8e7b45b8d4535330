package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.testing.contract.StateStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

@ExtendWith(OnMoto.class)
class S3StateStoreContractTest extends StateStoreContract {
    private static final String FOLDER = "viridian/orders";

    private S3Client client;
    private String bucket;
    private StateStore store;

    @BeforeEach
    void makeABucket(Moto moto) {
        client = moto.s3();
        bucket = Moto.makeBucket(client);
        store = S3StateStore.in(client, bucket, FOLDER);
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
    void aPersonCanReadTheObjects() {
        store.createIfAbsent("journal/000001/000001", () -> "what happened\n");

        assertThat(client.getObjectAsBytes(request -> request.bucket(bucket).key(FOLDER + "/journal/000001/000001"))
                        .asUtf8String())
                .endsWith("\nwhat happened\n");
    }

    @Test
    void whatIsBesideItsFolderIsNotListed() {
        client.putObject(request -> request.bucket(bucket).key(FOLDER + "2/lease"), RequestBody.fromString("x"));

        assertThat(store.list("")).isEmpty();
    }

    @Test
    void moreKeysThanOneAnswerHoldsAreListed(Moto moto) {
        for (int i = 10; i < 35; i++) {
            store.createIfAbsent("history/" + i, () -> "text");
        }

        try (S3Client inPages = moto.s3(new PagesOfTen())) {
            assertThat(S3StateStore.in(inPages, bucket, FOLDER).list("history/"))
                    .isSorted()
                    .hasSize(25);
        }
    }

    private static final class PagesOfTen implements ExecutionInterceptor {
        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof ListObjectsV2Request list
                    ? list.toBuilder().maxKeys(10).build()
                    : context.request();
        }
    }

    @Test
    void anObjectThatSomebodyElseWroteIsNotGuessedOver() {
        client.putObject(request -> request.bucket(bucket).key(FOLDER + "/lease"), RequestBody.fromString("mine"));

        assertThatThrownBy(() -> store.read("lease"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(bucket + "/viridian/orders/lease")
                .hasMessageContaining("it is damaged");
    }

    @Test
    void aBucketThatIsNotThereIsRefused() {
        StateStore nowhere = S3StateStore.in(client, "no-such-" + bucket, FOLDER);

        for (Runnable call : new Runnable[] {
            () -> nowhere.read("lease"),
            () -> nowhere.list(""),
            () -> nowhere.createIfAbsent("lease", () -> "text"),
            () -> nowhere.replace("lease", new StateStore.Version("a b"), () -> "text"),
            () -> nowhere.delete("lease", new StateStore.Version("a b"))
        }) {
            assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(
                            PlatformException.class,
                            e -> assertThat(e.failure().worthRetrying()).isFalse())
                    .hasMessageContaining("bucket does not exist");
        }
    }
}
