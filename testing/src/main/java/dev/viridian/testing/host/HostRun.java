package dev.viridian.testing.host;

import dev.viridian.Artifact;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.testing.simulation.RealTimeUsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One scenario run to its end: a process, and the next one for as long as one is killed. */
final class HostRun {
    private static final int MOST_PROCESSES = 10;

    private final MachineProvisioning provisioning;
    private final HostSimulation machine;
    private final Artifact artifact;
    private final int port;

    HostRun(MachineProvisioning provisioning, HostSimulation machine, Artifact artifact, int port) {
        this.provisioning = provisioning;
        this.machine = machine;
        this.artifact = artifact;
        this.port = port;
    }

    /**
     * What came of a scenario.
     *
     * @param result of the last process
     * @param calls of each process
     * @param truth of the machine at the end
     * @param fresh the services that know what all files say
     * @param changedAgain what one more provisioning changed
     * @param secrets of the machine
     */
    record Ending(
            ProvisioningResult result,
            List<List<HostCall>> calls,
            Map<String, String> truth,
            List<String> fresh,
            List<String> changedAgain,
            List<String> secrets) {
        /** In what another run of the same went another way first; empty where in nothing. */
        Optional<String> differenceTo(Ending again) {
            return difference("what is asked of the machine", asked(), again.asked())
                    .or(() -> difference("the machine at the end", told(), again.told()));
        }

        private List<String> asked() {
            return calls.stream().flatMap(List::stream).map(HostCall::toString).toList();
        }

        private List<String> told() {
            return truth.entrySet().stream()
                    .map(each -> each.getKey() + " is [" + each.getValue() + "]")
                    .sorted()
                    .toList();
        }

        private static Optional<String> difference(String what, List<String> first, List<String> second) {
            for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
                String one = i < first.size() ? first.get(i) : "nothing more";
                String other = i < second.size() ? second.get(i) : "nothing more";
                if (!one.equals(other)) {
                    return Optional.of(what + " was the first time: " + one + "; and the second time: " + other);
                }
            }
            return Optional.empty();
        }

        /** Whether that went wrong in that process, from 0. */
        boolean happened(int process, HostScenario.Mishap mishap) {
            return process < calls.size()
                    && calls.get(process).stream()
                            .anyMatch(call -> call.number() == mishap.call()
                                    && mishap.fault().canHappenTo(call.kind()));
        }
    }

    Ending run(HostScenario scenario) {
        List<List<HostCall>> calls = new ArrayList<>();
        SimulatedHost host = machine.open(scenario.faults(0));
        for (int process = 0; process < MOST_PROCESSES; process++) {
            try {
                ProvisioningResult result = provision(host);
                calls.add(host.calls());
                return ending(host, result, calls);
            } catch (ProvisioningKilled killed) {
                calls.add(host.calls());
                host = host.nextProcess(scenario.faults(process + 1));
            }
        }
        throw new AssertionError("More deaths than the scenario has: " + scenario);
    }

    private Ending ending(SimulatedHost host, ProvisioningResult result, List<List<HostCall>> calls) {
        Map<String, String> truth = host.truth();
        List<String> fresh = host.servicesThatKnowAllFiles();
        List<String> again = result.ready()
                ? provision(host.nextProcess(HostFaultInjector.NONE)).changed()
                : List.of();
        return new Ending(result, calls, truth, fresh, again, host.allSecrets());
    }

    private ProvisioningResult provision(SimulatedHost host) {
        return RealTimeUsed.refuseLongWaits(
                () -> Provisioner.on(machine.context(host, artifact, port)).provision(provisioning));
    }
}
