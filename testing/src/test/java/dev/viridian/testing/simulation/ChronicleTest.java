package dev.viridian.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChronicleTest {
    @Test
    void tellsWhatBrokeWhatWasCalledAndWhatUsersGot() {
        SimulatedWorld world = Simulation.of("orders").live("1.2", 2).open();
        world.platform().inject((call, operation, subject) -> call == 2 ? Fault.FAILS : Fault.NONE);
        world.platform().traffic().observed();
        world.pass(Duration.ofMillis(61_500));
        fails(() -> world.platform().traffic().observed());
        world.platform().traffic().route(TrafficSplit.nowhere(), new Fence(1, "a token"));

        assertThat(world.timeline()).isEqualTo("""
                  0:01:01.500  BROKEN rule 3, no traffic is dropped: traffic goes nowhere, although orders-0-1 was live.
                Calls
                  0:00:00.000  1.1    read the routing: orders-0-1 100 %
                  0:01:01.500  1.2    read the routing: -   <== fails before its effect
                  0:01:01.500  1.3    route to nowhere: accepted
                What users got
                  0:00:00.000  orders-0-1 100 %; 2 machines serve, 100 % answered
                  0:01:01.500  nowhere; 0 machines serve, 0 % answered
                """);
    }

    private static void fails(Runnable call) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(call::run)).isInstanceOf(PlatformException.class);
    }

    @Test
    void leavesOutWhatIsRepeatedInALongWait() {
        SimulatedWorld world = Simulation.of("orders").live("1.2", 2).open();
        for (int i = 0; i < 10; i++) {
            world.platform().traffic().observed();
        }
        world.platform().environments().list();

        assertThat(world.timeline()).isEqualTo("""
                Calls
                  0:00:00.000  1.1    read the routing: orders-0-1 100 %
                  0:00:00.000  1.2    read the routing: orders-0-1 100 %
                  0:00:00.000  1.3    read the routing: orders-0-1 100 %
                                … 7 calls that were made and answered before
                  0:00:00.000  1.11   list environments: orders-0-1 running 1.2 (sha256 19380e191938) on 2 of 2 machines
                What users got
                  0:00:00.000  orders-0-1 100 %; 2 machines serve, 100 % answered
                """);
    }
}
