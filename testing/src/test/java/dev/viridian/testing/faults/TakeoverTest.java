package dev.viridian.testing.faults;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import dev.viridian.testing.simulation.Simulation;
import org.junit.jupiter.api.Test;

/** What must be enough after a controller that another one took over from. */
class TakeoverTest {
    private static final Deployment ORDERS = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4/orders.tar.gz")
            .healthCheck(http("/health"));

    private static final Subject SUBJECT =
            Subject.of(() -> ORDERS, Simulation.of("orders").live("1.3", 2), false, true);

    private static Run takenOverBeforeTheFirst(Operation wanted) {
        int number = Run.recorded(SUBJECT, Scenario.UNDISTURBED).calls(1).stream()
                .filter(call -> call.operation() == wanted)
                .mapToInt(Call::number)
                .findFirst()
                .orElseThrow();
        return Run.of(SUBJECT, Scenario.of(new Mishap.At(1, number, Fault.TAKEN_OVER)));
    }

    @Test
    void whoeverOnlyAskedLeavesNothingToAPerson() {
        Run run = takenOverBeforeTheFirst(Operation.ASK);

        assertThat(run.leftToAPerson()).isFalse();
        assertThat(run.world().environments()).hasSize(1);
    }

    /** The environment is made after the other controller has ended: who deploys next removes it. */
    @Test
    void whoeverMadeAnEnvironmentMeanwhileLeavesItToAPerson() {
        assertThat(takenOverBeforeTheFirst(Operation.CREATE).leftToAPerson()).isTrue();
    }
}
