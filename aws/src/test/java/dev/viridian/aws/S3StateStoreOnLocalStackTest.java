package dev.viridian.aws;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.viridian.spi.StateStore;
import dev.viridian.testing.contract.StateStoreContract;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What LocalStack says that it does not do (in 4.14.0: to delete an object of one version alone) is skipped, with what it said; all of the contract is held on moto. */
@ExtendWith({OnEmulator.class, S3StateStoreOnLocalStackTest.WhatItDoesNotDo.class})
class S3StateStoreOnLocalStackTest extends StateStoreContract {
    private Optional<S3Client> client = Optional.empty();

    static final class WhatItDoesNotDo implements TestExecutionExceptionHandler {
        private static final int NOT_IMPLEMENTED = 501;

        @Override
        public void handleTestExecutionException(ExtensionContext test, Throwable thrown) throws Throwable {
            Optional<S3Exception> said = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                    .filter(S3Exception.class::isInstance)
                    .map(S3Exception.class::cast)
                    .filter(answer -> answer.statusCode() == NOT_IMPLEMENTED)
                    .findFirst();
            if (said.isPresent()) {
                throw new TestAbortedException("LocalStack says: " + said.get().getMessage());
            }
            throw thrown;
        }
    }

    private StateStore store;

    @BeforeEach
    void makeABucket(Emulated emulated) {
        assumeFalse(emulated instanceof Moto, "LocalStack is not there; S3StateStoreContractTest asks moto the same");
        S3Client made = emulated.s3();
        client = Optional.of(made);
        store = S3StateStore.in(made, Emulated.makeBucket(made), "viridian/orders");
    }

    @AfterEach
    void close() {
        client.ifPresent(S3Client::close);
    }

    @Override
    protected StateStore store() {
        return store;
    }
}
