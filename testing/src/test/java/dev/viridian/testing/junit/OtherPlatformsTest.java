package dev.viridian.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.simulation.SimulatedWorld;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The platform is somebody else's: a mock of the SPI, as users make them. */
class OtherPlatformsTest {
    private static final EnvironmentName LIVE = new EnvironmentName("orders-1-1");

    static class OnAMock {
        static Platform platform = mock();
        static Environments environments = mock();
        static TrafficRouter router = mock();

        @RegisterExtension
        static ViridianExtension viridian = ViridianExtension.on(() -> prepared());

        private static Platform prepared() {
            when(platform.environments()).thenReturn(environments);
            when(platform.traffic()).thenReturn(router);
            when(platform.state()).thenReturn(new MemoryStateStore());
            when(platform.time()).thenReturn(Time.system());
            return platform;
        }

        @Test
        void takesIt(Platform given) {
            assertThat(given).isSameAs(platform);
        }

        @Test
        void takesASimulatedWorld(SimulatedWorld world) {}
    }

    static class ThatCannotBeOpened {
        @RegisterExtension
        static ViridianExtension viridian = ViridianExtension.on(() -> {
            throw new IOException("the port is taken");
        });

        @Test
        void isNotReached(Platform platform) {}
    }

    private static Environment environment(EnvironmentName name) {
        return new Environment(name, new Revision("1.3", "020014130200"), 0, List.of(), Map.of());
    }

    private static Launched launch(TrafficSplit live) {
        when(OnAMock.environments.list()).thenReturn(List.of(environment(LIVE)));
        when(OnAMock.router.observed()).thenReturn(live);
        return Launched.of(OnAMock.class);
    }

    @Test
    void itIsGivenToTheTestAndClosedAfterIt() {
        Launched launched = launch(TrafficSplit.allTo(LIVE));

        assertThat(launched.ended().get("takesIt(Platform)")).isEmpty();
        verify(OnAMock.platform, org.mockito.Mockito.atLeastOnce()).close();
    }

    @Test
    void whatIsLeftOnItFailsAGreenTestToo() {
        assertThat(launch(TrafficSplit.nowhere()).failureOf("takesIt"))
                .hasMessageContaining("ENVIRONMENT: orders-1-1 running 1.3");
    }

    @Test
    void aTestThatWantsMoreThanItIsIsToldWhatToTake() {
        assertThat(launch(TrafficSplit.allTo(LIVE)).failureOf("takesASimulatedWorld"))
                .hasMessageContaining("takes a SimulatedWorld, and it runs on")
                .hasMessageContaining("Take a Platform and a Deployer where the same test runs on several platforms.");
    }

    @Test
    void aPlatformThatCannotBeOpenedSaysWhy() {
        assertThat(Launched.of(ThatCannotBeOpened.class).failureOf("isNotReached"))
                .hasMessage("The platform for isNotReached(Platform) could not be opened: the port is taken");
    }
}
