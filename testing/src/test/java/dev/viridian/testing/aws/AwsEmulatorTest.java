package dev.viridian.testing.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class AwsEmulatorTest {
    @Test
    void aClientIsMadeReadyForOneThatRuns() {
        AwsEmulator emulator = AwsEmulator.at(URI.create("http://127.0.0.1:4566"));

        S3Client client = emulator.client(S3Client.builder()).build();

        assertThat(client.serviceClientConfiguration().endpointOverride()).contains(emulator.endpoint());
        assertThat(client.serviceClientConfiguration().region()).isEqualTo(AwsEmulator.REGION);
    }

    @Test
    void oneThatSomebodyElseStartedIsNotReset() {
        AwsEmulator emulator = AwsEmulator.at(URI.create("http://127.0.0.1:4566"));

        assertThatThrownBy(emulator::reset)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("http://127.0.0.1:4566");
    }

    @Test
    void anImageThatAsksForATokenIsRefusedBeforeItIsFetched() {
        for (String image : new String[] {
            "localstack/localstack:2026.3.0", "localstack/localstack:latest", "registry.example/localstack-pro:2026.1"
        }) {
            assertThatThrownBy(() -> AwsEmulator.localStack(image))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("LOCALSTACK_AUTH_TOKEN")
                    .hasMessageContaining(AwsEmulator.LOCAL_STACK);
        }
    }
}
