package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Evidence;
import org.junit.jupiter.api.Test;

class SnsMessageTest {
    private static SnsMessage message(String headline) {
        return new SnsMessage(Notifications.rolledBack(headline, Evidence.none()));
    }

    @Test
    void aSubjectIsAsciiOnOneLineOfLessThanAHundredCharacters() {
        assertThat(message("Zu spät:\n  “nein”…").subject()).isEqualTo("Zu spat: ?nein?...");
        assertThat(message("x".repeat(99)).subject()).isEqualTo("x".repeat(99));
        assertThat(message("x".repeat(100)).subject()).isEqualTo("x".repeat(96) + "...");
    }

    @Test
    void attributesAreThoseThatAQueueTakesRaw() {
        assertThat(message("It failed").attributes())
                .hasSizeLessThanOrEqualTo(10)
                .containsEntry("kind", "outcome")
                .containsEntry("application", "orders")
                .containsEntry("deployment", "orders#7")
                .containsEntry("version", "1.4.2")
                .containsEntry("outcome", "ROLLED_BACK")
                .containsEntry("machine", "i-0123")
                .containsEntry("environment", "orders-7-1")
                .containsEntry("key", "orders#7/outcome-rolled-back");
        assertThat(new SnsMessage(Notifications.deployed()).attributes()).doesNotContainKeys("step", "machine");
    }

    @Test
    void theEnvironmentIsTheOneThatTheDeploymentMade() {
        assertThat(new SnsMessage(Notifications.deployed()).attributes()).containsEntry("environment", "orders-7-1");
        assertThat(new SnsMessage(Notifications.rolledBack("it failed", "look at orders-6-1", "1.4.1 (orders-6-1)"))
                        .attributes())
                .as("that of another deployment is not meant")
                .doesNotContainKey("environment");
        assertThat(new SnsMessage(Notifications.rolledBack("orders-7-2 waits", "look", "1.4.1 (orders-6-1)"))
                        .attributes())
                .containsEntry("environment", "orders-7-2");
    }

    @Test
    void idsAreTheKeyWhereThatMayBeOne() {
        assertThat(message("It failed").deduplication()).isEqualTo("orders#7/outcome-rolled-back");
        assertThat(message("It failed").group()).isEqualTo("orders");
    }
}
