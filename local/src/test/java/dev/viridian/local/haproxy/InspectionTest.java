package dev.viridian.local.haproxy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.EnvironmentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-1");

    @Test
    void saysThatThereIsNoSocket(@TempDir Path folder) {
        HaproxyConfiguration configuration = orders().socket(folder.resolve("nothing.sock"));

        assertThatThrownBy(() -> HaproxyRouter.connect(configuration))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing.sock: the file does not exist")
                .hasMessageContaining("level admin");
    }

    @Test
    void saysThatNobodyListensOnTheSocket(@TempDir Path folder) throws IOException {
        Path abandoned = folder.resolve("abandoned.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(abandoned));
        }

        assertThatThrownBy(() -> HaproxyRouter.connect(orders().socket(abandoned)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("abandoned.sock")
                .hasMessageContaining("Is HAProxy running");
    }

    @Test
    void saysThatTheSocketMayNotCommand() throws IOException {
        try (RunningHaproxy haproxy =
                RunningHaproxy.start(UnaryOperator.identity(), text -> text.replace("level admin", "level operator"))) {
            assertThatThrownBy(() -> HaproxyRouter.connect(haproxy.configuration()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the socket has the level 'operator', expected")
                    .hasMessageContaining("level admin");
        }
    }

    @Test
    void namesEachSlotThatIsMissingOrTooSmall() throws IOException {
        try (RunningHaproxy haproxy = RunningHaproxy.start()) {
            HaproxyConfiguration larger = haproxy.configuration().slots(5).machinesPerSlot(6);

            assertThatThrownBy(() -> HaproxyRouter.connect(larger))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("its backend 'viridian-orders-3' has only 4 of 6 servers")
                    .hasMessageContaining("it has no backend 'viridian-orders-4' with 6 servers")
                    .hasMessageContaining("it has no backend 'viridian-orders-5' with 6 servers");
        }
    }

    @Test
    void namesAllThatIsMissingForAnotherApplication() throws IOException {
        try (RunningHaproxy haproxy = RunningHaproxy.start()) {
            HaproxyConfiguration invoices = HaproxyConfiguration.of("invoices", URI.create("http://127.0.0.1:8081"))
                    .socket(haproxy.configuration().socket())
                    .directory(haproxy.folder().resolve("invoices"));

            assertThatThrownBy(() -> HaproxyRouter.connect(invoices))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot route 'invoices' yet")
                    .hasMessageContaining("no map '" + invoices.map() + "'")
                    .hasMessageContaining("no frontend 'viridian-invoices'")
                    .hasMessageContaining("no backend 'viridian-invoices-1'")
                    .hasMessageContaining("the folder " + invoices.directory())
                    .hasMessageContaining("HaproxyConfiguration.render()");
        }
    }

    @Test
    void saysThatHaproxyWasStoppedMeanwhile() throws IOException {
        try (RunningHaproxy haproxy = RunningHaproxy.start();
                HaproxyRouter router = HaproxyRouter.connect(haproxy.configuration())) {
            haproxy.end();

            assertThatThrownBy(router::observed)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("show map")
                    .hasMessageContaining("Is HAProxy running");
        }
    }

    @Test
    void saysThatTheMapWasChangedByHand() throws IOException {
        try (RunningHaproxy haproxy = RunningHaproxy.start();
                HaproxyRouter router = HaproxyRouter.connect(haproxy.configuration())) {
            router.machines(BLUE, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_001)));
            router.route(Map.of(BLUE, 1));
            new RuntimeSocket(haproxy.configuration().socket())
                    .ask("set map " + haproxy.configuration().map() + " split all-to-blue");

            assertThatThrownBy(router::observed)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'all-to-blue'")
                    .hasMessageContaining("Was it changed by hand?");
        }
    }

    @Test
    void saysThatWhatWasDoneCouldNotBeSaved() throws IOException {
        try (RunningHaproxy haproxy = RunningHaproxy.start();
                HaproxyRouter router = HaproxyRouter.connect(haproxy.configuration())) {
            Path inTheWay = haproxy.configuration().stateFile(1);
            Files.createDirectories(inTheWay.resolve("full"));

            assertThatThrownBy(() -> router.machines(
                            BLUE, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_001))))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("HAProxy was told")
                    .hasMessageContaining(inTheWay.toString());
        }
    }

    private static HaproxyConfiguration orders() {
        return HaproxyConfiguration.of("orders", URI.create("http://127.0.0.1:8080"));
    }
}
