package dev.viridian.testing.host;

import dev.viridian.CodeProbe;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.provision.ServiceState;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.testing.host.HostCall.Kind;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The probes, through the gate. What is not scripted is answered well as soon as a service runs. */
record ProbesPort(HostWorld world, HostGate gate) implements Probes {
    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        try {
            return world.clock.within(
                    timeout, () -> gate.call(Kind.QUESTION, "ask " + probe.describe(), () -> answer(probe, machine)));
        } catch (PlatformException e) {
            return Answer.sick(e.failure().message());
        } catch (TimeoutException e) {
            return Answer.sick("no answer within " + timeout);
        } catch (Exception e) {
            return Answer.sick(e.toString());
        }
    }

    private Answer answer(Probe probe, Machine machine) {
        int times = world.asked.merge(probe.describe(), 1, Integer::sum);
        ProbeScript script = world.draft.probes.get(probe.describe());
        if (script != null) {
            return script.answer(times);
        }
        if (probe instanceof CodeProbe code) {
            return looked(code, machine);
        }
        boolean runs = world.services.values().stream()
                .anyMatch(service -> service.state().condition() == ServiceState.Condition.RUNNING);
        return runs ? Answer.well("answered") : Answer.sick("no connection: Connection refused");
    }

    private static Answer looked(CodeProbe code, Machine machine) {
        try {
            code.code().check(machine);
            return Answer.well("passed");
        } catch (Exception e) {
            return Answer.sick(String.valueOf(e.getMessage()));
        }
    }
}
