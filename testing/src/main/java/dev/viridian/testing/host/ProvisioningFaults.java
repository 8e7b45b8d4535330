package dev.viridian.testing.host;

import dev.viridian.Artifact;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.testing.host.HostRun.Ending;
import dev.viridian.testing.host.HostScenario.Mishap;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a provisioning through every fault. Once undisturbed, to learn all that it asks of the machine; then once more for each of these
 * calls and each thing that can go wrong there, and after each death through deaths and faults of the next process, within a budget.
 *
 * <pre>{@code
 * ProvisioningExploration exploration = ProvisioningFaults.of(new OrdersMachine())
 *     .in(HostSimulation.of("orders-1").artifact("s3://releases/orders/1.4.2/orders.tar.gz", Map.of("orders.jar", "…")))
 *     .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
 *     .explore();
 * }</pre>
 *
 * <p>In each it must hold: a machine that is called ready is as it is where nothing goes wrong, its services know what all files say, and
 * provisioning it again changes nothing; one that was only killed becomes ready; one that fails says why, with evidence; no secret is in
 * what is said. Immutable.
 */
public final class ProvisioningFaults {
    private static final int DEFAULT_PORT = 8080;
    private static final int DEFAULT_PAIRS = 2_000;

    private final MachineProvisioning provisioning;
    private final HostSimulation machine;
    private final Artifact artifact;
    private final int port;
    private final int pairs;

    private ProvisioningFaults(
            MachineProvisioning provisioning, HostSimulation machine, Artifact artifact, int port, int pairs) {
        this.provisioning = provisioning;
        this.machine = machine;
        this.artifact = artifact;
        this.port = port;
        this.pairs = pairs;
    }

    /** Of this provisioning, on an empty machine unless said otherwise. */
    public static ProvisioningFaults of(MachineProvisioning provisioning) {
        return new ProvisioningFaults(
                provisioning,
                HostSimulation.of("machine-1"),
                Artifact.of("file:/none/application-1.0.tar.gz"),
                DEFAULT_PORT,
                DEFAULT_PAIRS);
    }

    /** On machines like this. */
    public ProvisioningFaults in(HostSimulation simulation) {
        return new ProvisioningFaults(provisioning, simulation, artifact, port, pairs);
    }

    /** To run this artifact, which the machine must know. */
    public ProvisioningFaults artifact(String location) {
        return new ProvisioningFaults(provisioning, machine, Artifact.of(location), port, pairs);
    }

    /** To answer at this port; 8080 without it. */
    public ProvisioningFaults port(int number) {
        return new ProvisioningFaults(provisioning, machine, artifact, number, pairs);
    }

    /** Tries this many deaths followed by something else, spread over all there are; 2,000 without it. */
    public ProvisioningFaults pairs(int budget) {
        if (budget < 0) {
            throw new IllegalArgumentException("A budget of " + budget + " pairs. Expected 0 or more.");
        }
        return new ProvisioningFaults(provisioning, machine, artifact, port, budget);
    }

    /**
     * Explores.
     *
     * @throws IllegalStateException when it fails where nothing goes wrong, or does not go the same way twice: there would be nothing to
     *     compare with
     */
    public ProvisioningExploration explore() {
        HostRun run = new HostRun(provisioning, machine, artifact, port);
        Ending undisturbed = undisturbed(run);
        requireAlike(undisturbed, undisturbed(run));
        HostVerdict verdict = new HostVerdict(undisturbed);
        List<HostScenario> singles = singles(undisturbed.calls().get(0));
        List<ProvisioningExploration.Broken> broken = new ArrayList<>();
        singles.forEach(scenario -> judge(scenario, run, verdict, broken));
        List<HostScenario> possible = pairs(singles, run);
        List<HostScenario> tried = spread(possible, pairs);
        tried.forEach(scenario -> judge(scenario, run, verdict, broken));
        return new ProvisioningExploration(
                undisturbed.calls().get(0), 1 + singles.size() + tried.size(), possible.size() - tried.size(), broken);
    }

    /**
     * Runs one scenario again: the line that an exploration shows, such as {@code call 12 KILLED_AFTER}.
     *
     * @return what is wrong with it, one after the other; empty when nothing is
     * @throws IllegalArgumentException when it is not such a line, or where something of it does not happen, since no such call is made
     */
    public List<String> replay(String scenario) {
        HostRun run = new HostRun(provisioning, machine, artifact, port);
        HostScenario parsed = HostScenario.parse(scenario);
        Ending undisturbed = undisturbed(run);
        Ending ending = run.run(parsed);
        requireHappened(parsed, ending);
        return new HostVerdict(undisturbed).of(parsed, ending);
    }

    private static void requireHappened(HostScenario scenario, Ending ending) {
        for (int process = 0; process < scenario.mishaps().size(); process++) {
            HostScenario.Mishap mishap = scenario.mishaps().get(process);
            if (!ending.happened(process, mishap)) {
                throw new IllegalArgumentException(
                        "Replay '" + scenario + "'? '" + mishap + "' does not happen in process "
                                + (process + 1)
                                + ": no such call is made, or one to which that cannot happen. It is the line of another"
                                + " provisioning, machine or version of one of them. Explore again, and replay a line of now.");
            }
        }
    }

    private static void requireAlike(Ending first, Ending second) {
        first.differenceTo(second).ifPresent(difference -> {
            throw new IllegalStateException("When nothing goes wrong this provisioning does not go the same way twice: "
                    + difference
                    + ". Code of yours in it (a step, a remedy) remembers something from one run to the next, or goes"
                    + " by chance, the real clock, the order of a set or another thread. What it needs of these, properties of the"
                    + " machine can say.");
        });
    }

    private static Ending undisturbed(HostRun run) {
        Ending undisturbed = run.run(HostScenario.of());
        if (!undisturbed.result().ready()) {
            throw new IllegalStateException(
                    "The provisioning fails where nothing goes wrong, so there is nothing to compare"
                            + " with. Make this pass first:\n" + undisturbed.result());
        }
        return undisturbed;
    }

    private static void judge(
            HostScenario scenario, HostRun run, HostVerdict verdict, List<ProvisioningExploration.Broken> broken) {
        Ending ending = run.run(scenario);
        List<String> wrong = verdict.of(scenario, ending);
        if (!wrong.isEmpty()) {
            broken.add(new ProvisioningExploration.Broken(scenario, wrong, ending.result()));
        }
    }

    private static List<HostScenario> singles(List<HostCall> calls) {
        List<HostScenario> singles = new ArrayList<>();
        for (HostCall call : calls) {
            for (HostFault fault : HostFault.values()) {
                if (fault.canHappenTo(call.kind())) {
                    singles.add(HostScenario.of(new Mishap(call.number(), fault)));
                }
            }
        }
        return singles;
    }

    /** After each death, whatever can go wrong in the process that comes then. */
    private static List<HostScenario> pairs(List<HostScenario> singles, HostRun run) {
        List<HostScenario> pairs = new ArrayList<>();
        for (HostScenario first : singles) {
            if (first.kills()) {
                for (HostScenario second : singles(run.run(first).calls().get(1))) {
                    pairs.add(HostScenario.of(
                            first.mishaps().get(0), second.mishaps().get(0)));
                }
            }
        }
        return pairs;
    }

    private static List<HostScenario> spread(List<HostScenario> all, int budget) {
        if (all.size() <= budget) {
            return all;
        }
        List<HostScenario> some = new ArrayList<>();
        for (int taken = 0; taken < budget; taken++) {
            some.add(all.get(Math.toIntExact((long) taken * all.size() / budget)));
        }
        return some;
    }
}
