package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenAdapter.that;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Adapters that say of machines what is not so. */
final class BrokenMachines {
    private BrokenMachines() {}

    static Stream<BrokenAdapter> all() {
        return Stream.concat(telling(), examining());
    }

    private static Stream<BrokenAdapter> telling() {
        return Stream.of(
                that("numbers the machines of each environment from 1")
                        .breaks("noTwoMachinesHaveTheSameId", "have only these ids between them: [1, 2]")
                        .by(platform -> RenamedMachines.in(platform, new NumberedFromOne(platform)))
                        .and("anotherControllerFindsWhatThisOneMade", "whoDoesNotEndWhatRunsLeavesItAsItIs"),
                that("gives a number again that became free")
                        .breaks("noIdIsGivenTwice", "to 2 again is [orders-contract-1.2]")
                        .by(platform -> RenamedMachines.in(platform, new NumberedAgain(platform))),
                that("names machines after their state")
                        .breaks("aMachineKeepsItsId", "the ids once they run is")
                        .byEnvironments(NamedAfterTheirState::new)
                        .and("anotherControllerFindsWhatThisOneMade"),
                that("gives no port")
                        .breaks("aMachineThatRunsIsToldAsRunningAndAnswers", "and the port 0")
                        .byEnvironments(WithoutPort::new)
                        .and("aMachineThatHasEndedIsNotToldAsRunning"),
                that("takes what has ended for running")
                        .breaks("aMachineThatHasEndedIsNotToldAsRunning", "which was ended, is not RUNNING, but")
                        .byEnvironments(platform -> new TakenForRunning(platform, Machine.State.FAILED)),
                that("takes what was asked for for running")
                        .breaks("aMachineThatNeverComesUpDoesNotStayRunning", "RUNNING it is booting")
                        .byEnvironments(platform -> new TakenForRunning(platform, Machine.State.STARTING)),
                that("throws where nobody answers")
                        .breaks("askingAMachineThatIsGoneIsAnsweredToo", "connection refused")
                        .by(platform -> platform.probes(real -> (probe, machine, timeout) -> {
                            Probes.Answer answer = real.ask(probe, machine, timeout);
                            if (answer.text().equals("connection refused")) {
                                throw PlatformException.refused("ask " + machine, answer.text());
                            }
                            return answer;
                        }))
                        .and("theMachinesOfWhatIsDestroyedAnswerNoMore"));
    }

    private static Stream<BrokenAdapter> examining() {
        return Stream.of(
                that("has nothing to say of what runs")
                        .breaks("aMachineThatRunsCanBeExamined", "it said nothing at all")
                        .byEnvironments(SilentOfWhatRuns::new),
                that("throws where a machine is gone")
                        .breaks("aMachineThatIsGoneCanBeExamined", "404 Not Found")
                        .byEnvironments(platform -> new ThrowsWhereNoMachineIs(platform, true))
                        .and("evidenceShowsNoSecret"),
                that("throws where a machine never was")
                        .breaks("aMachineThatNeverWasCanBeExamined", "404 Not Found")
                        .byEnvironments(platform -> new ThrowsWhereNoMachineIs(platform, false)),
                that("shows the environment's properties")
                        .breaks("evidenceShowsNoSecret", "the evidence 'environment' shows a secret")
                        .byEnvironments(ShowsProperties::new));
    }

    private static final class NumberedFromOne extends RenamedMachines {
        NumberedFromOne(AlteredPlatform platform) {
            super(platform);
        }

        @Override
        MachineId name(EnvironmentName environment, Machine machine, Map<MachineId, MachineId> others) {
            return new MachineId(Integer.toString(others.size() + 1));
        }
    }

    private static final class NumberedAgain extends RenamedMachines {
        NumberedAgain(AlteredPlatform platform) {
            super(platform);
        }

        @Override
        MachineId name(EnvironmentName environment, Machine machine, Map<MachineId, MachineId> others) {
            return new MachineId(environment + "." + (others.size() + 1));
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            super.resize(name, machines, fence);
            Set<MachineId> kept = new HashSet<>();
            real.find(name).ifPresent(found -> found.machines().forEach(machine -> kept.add(machine.id())));
            if (known(name).size() > kept.size()) {
                known(name).keySet().retainAll(kept);
            }
        }
    }

    private static final class NamedAfterTheirState extends AlteredEnvironments {
        NamedAfterTheirState(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        Machine told(Environment environment, Machine machine) {
            return machine.state() == Machine.State.STARTING ? named(machine, machine.id() + "-new") : machine;
        }

        private static Machine named(Machine machine, String id) {
            return new Machine(new MachineId(id), machine.host(), machine.port(), machine.state(), machine.detail());
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            super.replace(name, new MachineId(machine.value().replace("-new", "")), fence);
        }
    }

    private static final class WithoutPort extends AlteredEnvironments {
        WithoutPort(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        Machine told(Environment environment, Machine machine) {
            return new Machine(machine.id(), machine.host(), 0, machine.state(), machine.detail());
        }
    }

    private static final class TakenForRunning extends AlteredEnvironments {
        private final Machine.State state;

        TakenForRunning(AlteredPlatform platform, Machine.State state) {
            super(platform.real.environments());
            this.state = state;
        }

        @Override
        Machine told(Environment environment, Machine machine) {
            return machine.state() == state
                    ? new Machine(machine.id(), machine.host(), machine.port(), Machine.State.RUNNING, machine.detail())
                    : machine;
        }
    }

    private static final class SilentOfWhatRuns extends AlteredEnvironments {
        SilentOfWhatRuns(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Evidence examine(EnvironmentName name, MachineId machine) {
            return has(name, machine) ? Evidence.none() : super.examine(name, machine);
        }
    }

    private static final class ThrowsWhereNoMachineIs extends AlteredEnvironments {
        private final boolean whereOneWas;
        private final Set<MachineId> seen = new HashSet<>();

        ThrowsWhereNoMachineIs(AlteredPlatform platform, boolean whereOneWas) {
            super(platform.real.environments());
            this.whereOneWas = whereOneWas;
        }

        @Override
        Machine told(Environment environment, Machine machine) {
            seen.add(machine.id());
            return machine;
        }

        @Override
        public Evidence examine(EnvironmentName name, MachineId machine) {
            if (!has(name, machine) && seen.contains(machine) == whereOneWas) {
                throw PlatformException.refused("examine " + machine, "404 Not Found");
            }
            return super.examine(name, machine);
        }
    }

    private static final class ShowsProperties extends AlteredEnvironments {
        ShowsProperties(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Evidence examine(EnvironmentName name, MachineId machine) {
            List<String> values = real.find(name).stream()
                    .flatMap(found -> found.properties().values().stream())
                    .toList();
            return super.examine(name, machine).and("environment", "ran with " + values);
        }
    }
}
