package dev.viridian.aws;

import dev.viridian.spi.StateStore;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.contract.StateStoreContract;
import software.amazon.awssdk.services.s3.S3Client;

class S3StateStoreOnSimulatedAwsTest extends StateStoreContract {
    private final StateStore store = newStore();

    private static StateStore newStore() {
        S3Client client = SimulatedAws.create().s3();
        return S3StateStore.in(client, Moto.makeBucket(client), "viridian/orders");
    }

    @Override
    protected StateStore store() {
        return store;
    }
}
