package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.TrafficSplit;
import dev.viridian.local.router.Router;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterTroubleTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");

    @TempDir
    Path folder;

    /** Throws at each call. */
    private LocalTraffic trafficBy(RuntimeException trouble) {
        Router router = (Router) Proxy.newProxyInstance(
                Router.class.getClassLoader(), new Class<?>[] {Router.class}, (it, method, with) -> {
                    throw trouble;
                });
        return new LocalTraffic(
                router, new FenceGate(folder.resolve("fence")), folder.resolve("routing"), Time.system());
    }

    private static List<ThrowingCallable> calls(LocalTraffic traffic) {
        return List.of(
                traffic::observed,
                () -> traffic.route(TrafficSplit.allTo(NAME), new Fence(1, "route")),
                () -> traffic.inFlight(NAME),
                () -> traffic.requests(NAME, Instant.EPOCH),
                traffic::entry);
    }

    private static Failure failure(ThrowingCallable call) {
        return catchThrowableOfType(PlatformException.class, call).failure();
    }

    @Test
    void whatIsRefusedWillBeRefusedAgain() {
        for (RuntimeException refusal :
                List.of(new IllegalArgumentException("no such"), new IllegalStateException("no slot is free"))) {
            assertThat(calls(trafficBy(refusal)))
                    .extracting(RouterTroubleTest::failure)
                    .allSatisfy(failure -> {
                        assertThat(failure.message()).contains(String.valueOf(refusal.getMessage()));
                        assertThat(failure.worthRetrying()).isFalse();
                    });
        }
    }

    @Test
    void whatDidNotReachTheRouterMayGoWellAnotherTime() {
        UncheckedIOException deaf = new UncheckedIOException("the socket is deaf", new IOException("refused"));

        assertThat(calls(trafficBy(deaf)))
                .extracting(RouterTroubleTest::failure)
                .allSatisfy(failure -> {
                    assertThat(failure.message()).contains("the socket is deaf");
                    assertThat(failure.worthRetrying()).isTrue();
                });
    }
}
