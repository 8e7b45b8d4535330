package dev.viridian.testing.junit;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.state.Lease;
import dev.viridian.testing.simulation.ControllerKilled;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes as users write them; {@link ViridianExtensionTest} runs them. */
final class Samples {
    private Samples() {}

    @ViridianTest("orders")
    static class Green {
        @World
        Simulation world = Orders.WORLD;

        @BeforeEach
        void prepare(SimulatedWorld world) {
            world.hold(Orders.DEPLOYMENT);
        }

        @Test
        void isDeployed(Deployer deployer, SimulatedWorld world, Platform platform, SimulatedPlatform simulated) {
            assertThat(platform == simulated && simulated.world() == world).isTrue();
            assertThat(deployer.deploy(Orders.DEPLOYMENT)).isDeployed();
            assertThat(world).isLive("1.3");
        }

        @Test
        void beginsWithAFreshWorld(SimulatedWorld world) {
            assertThat(world).isLive("1.2");
        }

        @Test
        void keepsWhatIsInQuarantine(Deployer deployer, SimulatedWorld world) {
            world.after(
                    Duration.ofSeconds(4),
                    () -> world.environments().stream()
                            .filter(environment -> !world.routing().reaches(environment.name()))
                            .forEach(environment ->
                                    environment.machines().forEach(machine -> world.sicken(machine.id()))));
            assertThat(deployer.deploy(Orders.DEPLOYMENT.onFailure(quarantine(Duration.ofHours(1)))))
                    .isQuarantined();
        }

        @Test
        void needsNoPlatformAtAll() {}

        @AfterEach
        void isTheSameWorldStill(SimulatedWorld world, Platform platform) {
            assertThat(((SimulatedPlatform) platform).world() == world).isTrue();
        }
    }

    @ViridianTest
    static class WithoutADescription {
        @Test
        void nothingIsLive(SimulatedWorld world, Platform platform) {
            assertThat(world.live()).isEmpty();
            assertThat(platform.application()).isEqualTo("application");
        }
    }

    @ViridianTest
    static class Leaking {
        @World
        Simulation sick() {
            return Orders.SICK_WORLD;
        }

        @Test
        void anEnvironment(Deployer deployer) {
            deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()));
        }

        @Test
        void aLease(Platform platform) {
            Lease.acquire(platform.state(), platform.time(), "somebody", Duration.ZERO, Duration.ofSeconds(1));
        }

        @Test
        void aNotification(Deployer deployer, SimulatedPlatform platform) {
            platform.inject((call, operation, subject) -> operation == Operation.DELIVER ? Fault.FAILS : Fault.NONE);
            deployer.deploy(Orders.DEPLOYMENT);
        }

        @Test
        void aBrokenRule(SimulatedWorld world) {
            world.reroute(TrafficSplit.nowhere());
        }

        @Test
        @MayLeave(Leftover.ENVIRONMENT)
        void anEnvironmentAsItSays(Deployer deployer) {
            deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()));
        }

        @Test
        @MayLeave(Leftover.ENVIRONMENT)
        void moreThanItSays(Deployer deployer, Platform platform) {
            deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()));
            Lease.acquire(platform.state(), platform.time(), "somebody", Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    @ViridianTest
    static class LeakingWithArguments {
        @World
        Simulation sick = Orders.SICK_WORLD;

        @ParameterizedTest
        @ValueSource(strings = "a")
        void anEnvironment(String argument, Deployer deployer) {
            deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()));
        }

        @Test
        @DisplayName("leaves an environment")
        void another(Deployer deployer) {
            deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()));
        }
    }

    @ViridianTest
    static class BringingInOrder {
        @World
        Simulation sick = Orders.SICK_WORLD;

        @Test
        void byTheNextDeployment(Deployer deployer, SimulatedWorld world) {
            deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()));
            deployer.deploy(Orders.DEPLOYMENT);
        }

        @Test
        void byRecovering(Deployer deployer, SimulatedWorld world) {
            SimulatedPlatform dying = world.anotherController();
            dying.inject((call, operation, subject) -> operation == Operation.CREATE ? Fault.KILLED_AFTER : Fault.NONE);
            assertThatThrownBy(() -> Deployer.silently(dying).deploy(Orders.DEPLOYMENT))
                    .isInstanceOf(ControllerKilled.class);
            deployer.recover();
        }
    }

    @ViridianTest
    @MayLeave(Leftover.ENVIRONMENT)
    abstract static class Base {
        @World
        Simulation sick = Orders.SICK_WORLD;

        @Test
        void halts(Deployer deployer) {
            assertThat(deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()))).isHalted();
        }
    }

    static class Derived extends Base {}

    @ViridianTest("outer")
    @MayLeave(Leftover.LEASE)
    static class Outer {
        @World
        Simulation world = Orders.WORLD;

        @BeforeEach
        void forgetsALease(Platform platform) {
            Lease.acquire(platform.state(), platform.time(), "somebody", Duration.ZERO, Duration.ofSeconds(1));
        }

        @Nested
        class Inner {
            @Test
            void hasTheWorldAroundIt(SimulatedWorld world) {
                assertThat(world).isLive("1.2");
            }
        }

        @Nested
        class WithAWorldOfItsOwn {
            @World
            Simulation world = Orders.WORLD.live("1.0", 1);

            @Test
            void hasThat(SimulatedWorld world) {
                assertThat(world).isLive("1.0", 1);
            }
        }

        @Nested
        @ViridianTest("inner")
        @MayLeave({Leftover.BROKEN_RULE, Leftover.ENVIRONMENT})
        class WithoutOne {
            @Test
            void mayLeaveWhatBothSay(SimulatedWorld world) {
                world.reroute(TrafficSplit.nowhere());
            }
        }
    }

    static class Failing {
        static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

        @RegisterExtension
        static ViridianExtension viridian = ViridianExtension.simulated(Orders.SICK_WORLD)
                .printingTo(new PrintStream(PRINTED, true, StandardCharsets.UTF_8));

        @Test
        void isDeployed(Deployer deployer) {
            DeploymentResult result = deployer.deploy(Orders.DEPLOYMENT);
            assertThat(result.succeeded()).isTrue();
        }

        @Test
        void isNotMeantToRun(Deployer deployer) {
            deployer.deploy(Orders.DEPLOYMENT.onFailure(halt()));
            Assumptions.assumeTrue(false, "not here");
        }
    }

    @ViridianTest
    static class AtTheSameTime {
        static final CyclicBarrier TWO = new CyclicBarrier(2);
        static final Set<SimulatedWorld> WORLDS =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        static final Set<String> THREADS = Collections.synchronizedSet(new HashSet<>());

        @World
        Simulation world = Orders.WORLD;

        @RepeatedTest(8)
        @Execution(ExecutionMode.CONCURRENT)
        void isDeployed(Deployer deployer, SimulatedWorld world) throws Exception {
            WORLDS.add(world);
            THREADS.add(Thread.currentThread().getName());
            TWO.await(1, TimeUnit.MINUTES);
            assertThat(deployer.deploy(Orders.DEPLOYMENT)).isDeployed();
        }
    }

    @ViridianTest
    static class InItsConstructor {
        InItsConstructor(SimulatedWorld world) {}

        @Test
        void isNotReached() {}
    }

    @ViridianTest
    static class WithTwoWorlds {
        @World
        Simulation one = Orders.WORLD;

        @World
        Simulation other = Orders.SICK_WORLD;

        @Test
        void isNotReached(SimulatedWorld world) {}
    }

    @ViridianTest
    static class WithSomethingElse {
        @World
        String world = "orders";

        @Test
        void isNotReached(SimulatedWorld world) {}
    }
}
