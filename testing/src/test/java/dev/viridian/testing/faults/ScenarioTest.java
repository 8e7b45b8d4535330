package dev.viridian.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    @Test
    void isReadBackFromItsText() {
        Scenario scenario = new Scenario(
                List.of(
                        new Mishap.At(1, 17, Fault.ANSWER_LOST),
                        new Mishap.At(2, 3, Fault.KILLED_AFTER),
                        new Mishap.Outage(Operation.ROUTE, 2, Duration.ofMinutes(10), Fault.FAILS),
                        new Mishap.OfMachine(3, MachineFault.COMES_UP_SICK),
                        new Mishap.Meanwhile(40, Incident.LIVE_MACHINE_ENDS),
                        new Mishap.Storm(-5)),
                Successor.SAME_AGAIN);

        assertThat(Scenario.parse(scenario.text())).isEqualTo(scenario);
    }

    @Test
    void ofAnotherVersionIsRefused() {
        assertThatThrownBy(() -> Scenario.parse("v0 RECOVERS at:1:17:ANSWER_LOST"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with 'v0'")
                .hasMessageContaining("another version")
                .hasMessageContaining("Explore again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at:1:x:ANSWER_LOST", "at:0:3:FAILS", "at:1:0:FAILS", "machine:0:SICK", "at:1:3"})
    void thatCannotBeReadIsRefusedWithAnExample(String mishap) {
        assertThatThrownBy(() -> Scenario.parse("v1 RECOVERS " + mishap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("at:1:17:ANSWER_LOST");
    }

    @Test
    void saysWhatGoesWrong() {
        assertThat(Scenario.of(new Mishap.At(1, 17, Fault.KILLED_BEFORE)).followedBy(Successor.RECOVERS))
                .hasToString("call 17 the controller is killed before it; the next controller recovers");
    }
}
