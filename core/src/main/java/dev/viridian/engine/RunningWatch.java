package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.plan.Step;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.List;

/** Waits for machines of which only the platform can be asked. */
final class RunningWatch {
    private final Controller controller;

    RunningWatch(Controller controller) {
        this.controller = controller;
    }

    void await(Step.AwaitRunning step) {
        Waiting waiting = new Waiting(controller);
        while (true) {
            List<Machine> machines = machines(step.environment());
            long running = machines.stream()
                    .filter(machine -> machine.state() == Machine.State.RUNNING)
                    .count();
            if (running >= step.machines() && running == machines.size()) {
                return;
            }
            Duration waited = waiting.soFar();
            if (waited.compareTo(step.deadline()) >= 0) {
                throw new PlatformException(
                        new Failure.TooFewMachines(step.environment(), (int) running, step.machines(), waited));
            }
            controller.pause(controller.platform().pace());
        }
    }

    private List<Machine> machines(EnvironmentName name) {
        List<Machine> machines = controller
                .ask(() -> "find " + name, platform -> platform.environments().find(name))
                .map(Environment::machines)
                .orElse(List.of());
        requireNoneFailed(name, machines);
        return machines;
    }

    /** Goes on only where the platform says of none of them that it has failed. */
    static void requireNoneFailed(EnvironmentName name, List<Machine> machines) {
        for (Machine machine : machines) {
            if (machine.state() == Machine.State.FAILED) {
                throw new PlatformException(new Failure.MachineFailed(name, machine.id(), machine.detail()));
            }
        }
    }
}
