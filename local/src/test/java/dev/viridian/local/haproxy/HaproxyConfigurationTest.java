package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HaproxyConfigurationTest {
    private static final HaproxyConfiguration ORDERS =
            HaproxyConfiguration.of("orders", URI.create("http://127.0.0.1:8080"));

    @Test
    void rendersEverySlotWithItsServers() {
        String text = ORDERS.slots(2).machinesPerSlot(7).render();

        assertThat(text)
                .contains("frontend viridian-orders\n", "    bind 127.0.0.1:8080\n")
                .contains("backend viridian-orders-1\n", "backend viridian-orders-2\n", "machine 1-7 ")
                .doesNotContain("viridian-orders-3");
    }

    @Test
    void rendersTheCertificateOfAnEncryptedEntry() {
        String text = HaproxyConfiguration.of("orders", URI.create("https://127.0.0.1:8443"))
                .directory(Path.of("/srv/orders"))
                .render();

        assertThat(text).contains("bind 127.0.0.1:8443 ssl crt /srv/orders/certificate.pem\n");
    }

    @Test
    void givesEachRequestAFreshConnectionUnlessPoolingIsAskedFor() {
        assertThat(ORDERS.render()).contains("option http-server-close").doesNotContain("http-reuse");
        assertThat(ORDERS.poolingConnections().render())
                .contains("http-reuse safe")
                .doesNotContain("http-server-close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "ftp://127.0.0.1:21", "//127.0.0.1:8080", "http:///orders"})
    void refusesAnEntryThatHaproxyCannotListenOn(String entry) {
        assertThatThrownBy(() -> HaproxyConfiguration.of("orders", URI.create(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + entry + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "orders 2", "-orders", "orders;shutdown"})
    void refusesANameThatWouldBreakACommand(String application) {
        assertThatThrownBy(() -> HaproxyConfiguration.of(application, URI.create("http://127.0.0.1:8080")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + application + "'");
    }

    @Test
    void refusesAPathThatWouldBreakACommand() {
        assertThatThrownBy(() -> ORDERS.directory(Path.of("/srv/my orders")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/srv/my orders");
        assertThatThrownBy(() -> ORDERS.socket(Path.of("/srv/a;b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/srv/a;b");
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> ORDERS.slots(1)).hasMessageContaining("Expected 2 to 16");
        assertThatThrownBy(() -> ORDERS.machinesPerSlot(0)).hasMessageContaining("Expected 1 to 256");
    }
}
