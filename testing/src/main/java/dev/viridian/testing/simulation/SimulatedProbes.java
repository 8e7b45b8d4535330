package dev.viridian.testing.simulation;

import dev.viridian.CodeProbe;
import dev.viridian.EnvironmentName;
import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Probe;
import dev.viridian.TcpProbe;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Probes.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What the machines of a world answer: one that runs and is not sick answers as a health check wishes, unless a script says otherwise;
 * code of the user's is run.
 */
final class SimulatedProbes {
    static final MachineId ENTRY = new MachineId("the users' entry");

    private static final Answer WELL = Answer.well("200 OK");
    private static final Answer SICK = Answer.sick("503 Service Unavailable");
    private static final Answer REFUSED = Answer.sick("connection refused");
    private static final Answer NOTHING_LIVE = Answer.sick("503 Service Unavailable: nothing is live");

    private final SimulatedWorld world;
    private final SplittableRandom users;

    SimulatedProbes(SimulatedWorld world) {
        this.world = world;
        this.users = new SplittableRandom(world.draft().seed);
    }

    Answer ask(Probe probe, Machine machine) {
        if (machine.id().equals(ENTRY)) {
            return askEntry(probe);
        }
        Optional<SimulatedMachine> asked = world.estate().machine(machine.id());
        if (asked.isEmpty()) {
            return REFUSED;
        }
        Answer answer = answer(probe, asked.get());
        asked.get().answered(probe, answer.well());
        return answer;
    }

    /** The answer did not get through: whoever asked starts counting again. */
    void askedInVain(Probe probe, Machine machine) {
        world.estate().machine(machine.id()).ifPresent(asked -> asked.answered(probe, false));
    }

    private Answer answer(Probe probe, SimulatedMachine machine) {
        if (!machine.isRunning()) {
            return REFUSED;
        }
        if (probe instanceof TcpProbe) {
            return WELL;
        }
        if (!machine.serves()) {
            return SICK;
        }
        return served(probe, machine.seen());
    }

    /** As the first script says that means this question, and as usual where none does. */
    private Answer served(Probe probe, Machine machine) {
        for (ProbeScript script : world.draft().scripts) {
            Optional<Answer> scripted = script.answer(probe, machine, versionOf(machine.id()));
            if (scripted.isPresent()) {
                return scripted.get();
            }
        }
        return probe instanceof CodeProbe code ? UserCode.look(code, machine, world.strands()) : WELL;
    }

    private String versionOf(MachineId id) {
        for (SimulatedEnvironment environment : world.estate().all().values()) {
            if (environment.machine(id).isPresent()) {
                return environment.revision().version();
            }
        }
        throw new AssertionError("Machine " + id + " was asked and is nowhere.");
    }

    /** What a user is answered: by whoever serves, who says which version it is. */
    private Answer askEntry(Probe probe) {
        Optional<SimulatedEnvironment> serving = chosen(world.router().actual()).flatMap(world.estate()::get);
        if (serving.isEmpty() || serving.get().serving() == 0) {
            return NOTHING_LIVE;
        }
        String body = serving.get().revision().version();
        boolean well = !(probe instanceof HttpProbe http) || http.acceptsBody(body);
        return new Answer(well, "200 OK: " + body);
    }

    private Optional<EnvironmentName> chosen(TrafficSplit split) {
        int total = 0;
        for (int weight : split.weights().values()) {
            total += weight;
        }
        int dice = total == 0 ? 0 : users.nextInt(total);
        for (Map.Entry<EnvironmentName, Integer> share : split.weights().entrySet()) {
            dice -= share.getValue();
            if (dice < 0) {
                return Optional.of(share.getKey());
            }
        }
        return Optional.empty();
    }
}
