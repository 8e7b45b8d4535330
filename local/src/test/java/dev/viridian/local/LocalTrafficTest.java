package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.local.router.EmbeddedRouter;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTrafficTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");

    @TempDir
    Path folder;

    /** What a deployment measures by goes on as before when the computer's clock is set; a router that is started then has that one. */
    @ParameterizedTest
    @ValueSource(ints = {-60, 0, 60})
    void requestsAreCountedThoughTheClockWasSetSinceTheDeploymentBegan(int minutes) throws Exception {
        Time time = system(Duration.ofMinutes(minutes));
        try (ServerSocket machine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedRouter router =
                        EmbeddedRouter.listeningOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answer(machine));
            LocalTraffic traffic =
                    new LocalTraffic(router, new FenceGate(folder.resolve("fence")), folder.resolve("routing"), time);
            router.machines(NAME, List.of((InetSocketAddress) machine.getLocalSocketAddress()));
            router.route(Map.of(NAME, 1));
            Instant since = time.now();
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(router.entry()).build(), HttpResponse.BodyHandlers.discarding());

            assertThat(traffic.requests(NAME, since)).hasValue(1);
            answering.join();
        }
    }

    /** One request, whatever it is. */
    private static void answer(ServerSocket machine) {
        try (Socket asking = machine.accept()) {
            boolean asked = asking.getInputStream().read() >= 0;
            assertThat(asked).isTrue();
            asking.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The system's, as it was before its clock was set by that much. */
    private static Time system(Duration ahead) {
        Time system = Time.system();
        return new Time() {
            @Override
            public Instant now() {
                return system.now().plus(ahead);
            }

            @Override
            public void sleep(Duration duration) {
                system.sleep(duration);
            }
        };
    }
}
