package dev.viridian.testing;

import static dev.viridian.HealthCheck.http;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.viridian.Deployment;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.TrafficRouter;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users mock a port of the SPI, and leave the rest to a simulated world. */
class MockedPlatformTest {
    private final SimulatedWorld world = Simulation.of("orders").live("1.2", 2).open();
    private final Platform platform = mock(Platform.class, delegatesTo(world.platform()));
    private final Environments environments =
            mock(Environments.class, delegatesTo(world.platform().environments()));
    private final TrafficRouter router =
            mock(TrafficRouter.class, delegatesTo(world.platform().traffic()));
    private final Deployment orders = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health"));

    @BeforeEach
    void mockPorts() {
        when(platform.environments()).thenReturn(environments);
        when(platform.traffic()).thenReturn(router);
    }

    @Test
    void aDeploymentIsMadeToMocksThatPassOn() {
        assertThat(Deployer.on(platform).deploy(orders)).isDeployed();

        assertThat(world).isLive("1.3").holdsEveryRule();
        verify(environments).create(any(), any());
        verify(router, times(1)).route(any(), any());
    }

    @Test
    void aMockThatRefusesIsRolledBackFrom() {
        doThrow(PlatformException.refused("create orders-1-1", "the quota is used up"))
                .when(environments)
                .create(any(), any());

        assertThat(Deployer.on(platform).deploy(orders)).isRolledBack().because("the quota is used up");

        assertThat(world).isLive("1.2").trafficNeverDropped();
        verify(router, never()).route(any(), any());
    }
}
