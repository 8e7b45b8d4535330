package dev.viridian.testing.contract;

import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/**
 * A simulated platform as a cloud may be: machines boot for a minute, the router takes a quarter of one to converge. Whoever deploys to it has more to
 * do than the computer can: tasks begin late.
 */
class SlowSimulatedPlatformContractTest extends PlatformContract {
    private static final Simulation SLOW = SimulatedPlatformUnderTest.SIMULATION
            .seed(2)
            .bootTime(Duration.ofMinutes(1))
            .routerConvergesIn(Duration.ofSeconds(15));

    @Override
    protected PlatformUnderTest open() {
        return new SimulatedPlatformUnderTest(SLOW.open(), SlowSimulatedPlatformContractTest::beginningLate) {
            @Override
            public Duration patience() {
                return Duration.ofMinutes(5);
            }
        };
    }

    private static AlteredPlatform beginningLate(SimulatedWorld world) {
        Time time = world.platform().time();
        return new AlteredPlatform(world.platform()).tasks(real -> new BeginningLate(real, time));
    }

    /** A task whose time is over before it has begun never begins. */
    private static final class BeginningLate extends AlteredTasks {
        private static final Duration LATE = Duration.ofMillis(50);

        private final Time time;

        private BeginningLate(Tasks real, Time time) {
            super(real);
            this.time = time;
        }

        @Override
        public <T> T within(Duration limit, Callable<T> task) throws Exception {
            if (limit.compareTo(LATE) <= 0) {
                time.sleep(limit);
                throw new TimeoutException("it has not begun");
            }
            time.sleep(LATE);
            return super.within(limit.minus(LATE), task);
        }
    }
}
