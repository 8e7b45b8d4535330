package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenHost.that;

import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.HostCommands;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import dev.viridian.provision.ServiceState.Condition;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Hosts whose commands and services do not what they should. */
final class BrokenServices {
    private BrokenServices() {}

    static Stream<BrokenHost> all() {
        return Stream.of(commands(), looking(), changing()).flatMap(part -> part);
    }

    private static Stream<BrokenHost> commands() {
        return Stream.of(
                that("loses the error output")
                        .breaks("anExitCodeIsAResult", "its output is: out")
                        .by(host -> host.commands(BrokenServices::losingErrors)),
                that("takes every end for a good one")
                        .breaks("anExitCodeIsAResult", "the exit code is 0, expected 3")
                        .by(host -> host.commands(real -> command ->
                                new CommandResult(0, real.run(command).output()))),
                that("lets a shell look for programs")
                        .breaks("anUnknownProgramIsRefused", "it let itself be asked to run it")
                        .by(host -> host.commands(BrokenServices::byShell)),
                that("waits for commands as long as they take")
                        .breaks("aCommandEndsWithItsLimit", "it let itself be asked to run it")
                        .by(host -> host.commands(real -> command -> real.run(command.within(Duration.ofHours(2))))));
    }

    private static HostCommands losingErrors(HostCommands real) {
        return command -> {
            CommandResult result = real.run(command);
            return new CommandResult(result.exit(), result.output().replace("trouble\n", ""));
        };
    }

    private static HostCommands byShell(HostCommands real) {
        return command -> {
            try {
                return real.run(command);
            } catch (PlatformException e) {
                if (e.failure() instanceof Failure.DeadlinePassed) {
                    throw e;
                }
                return new CommandResult(127, "sh: not found");
            }
        };
    }

    private static Stream<BrokenHost> looking() {
        return Stream.of(
                that("takes what it does not know for stopped")
                        .breaks("anUnknownServiceIsUnknown", "its condition is STOPPED, expected UNKNOWN")
                        .byServices(real -> new Misjudges(real, Set.of(Condition.UNKNOWN), Condition.STOPPED)),
                that("does not see that a definition has changed")
                        .breaks(
                                "aServiceThatRunsWhatWasDefinedBeforeSaysSo",
                                "the condition is RUNNING, expected OUTDATED")
                        .byServices(real -> new Misjudges(real, Set.of(Condition.OUTDATED), Condition.RUNNING)),
                that("takes what was started for running")
                        .breaks("aProgramThatEndsAtOnceHasFailed", "it is called running")
                        .byServices(real ->
                                new Misjudges(real, Set.of(Condition.STARTING, Condition.FAILED), Condition.RUNNING))
                        .and("aServiceThatRunsWhatWasDefinedBeforeSaysSo"),
                that("has nothing to say of a service that is not there")
                        .breaks("anyServiceCanBeExamined", "nothing is said of it")
                        .byServices(SilentOfNothing::new),
                that("throws where a service is not there")
                        .breaks("anyServiceCanBeExamined", "it threw dev.viridian.spi.PlatformException")
                        .byServices(ThrowsOfNothing::new));
    }

    private static Stream<BrokenHost> changing() {
        return Stream.of(
                that("takes a line apart at its spaces")
                        .breaks("aDefinitionIsReadBackAsItIs", "the definition is Optional[ServiceDefinition[")
                        .byServices(SplitsAtSpaces::new),
                that("starts what is defined")
                        .breaks("aDefinitionIsReadBackAsItIs", "expected STOPPED")
                        .byServices(StartsWhatIsDefined::new),
                that("leaves running what it is to stop")
                        .breaks("aServiceRunsFromStartToStop", "the condition after it was stopped is RUNNING")
                        .byServices(LeavesRunning::new),
                that("starts where it should start again")
                        .breaks("aServiceThatRunsWhatWasDefinedBeforeSaysSo", "it is ServiceState[condition=OUTDATED")
                        .byServices(DoesNotRestart::new));
    }

    private static final class Misjudges extends AlteredServices {
        private final Set<Condition> these;
        private final Condition taken;

        Misjudges(HostServices real, Set<Condition> these, Condition taken) {
            super(real);
            this.these = these;
            this.taken = taken;
        }

        @Override
        public ServiceState look(String name) {
            ServiceState state = super.look(name);
            return these.contains(state.condition()) ? new ServiceState(taken, state.detail()) : state;
        }
    }

    private static final class SilentOfNothing extends AlteredServices {
        SilentOfNothing(HostServices real) {
            super(real);
        }

        @Override
        public Evidence examine(String name) {
            return real.defined(name).isPresent() ? super.examine(name) : Evidence.none();
        }
    }

    private static final class ThrowsOfNothing extends AlteredServices {
        ThrowsOfNothing(HostServices real) {
            super(real);
        }

        @Override
        public Evidence examine(String name) {
            if (real.defined(name).isEmpty()) {
                throw PlatformException.refused("examine service " + name, "there is none.");
            }
            return super.examine(name);
        }
    }

    private static final class SplitsAtSpaces extends AlteredServices {
        SplitsAtSpaces(HostServices real) {
            super(real);
        }

        @Override
        public Optional<ServiceDefinition> defined(String name) {
            return super.defined(name)
                    .map(was -> new ServiceDefinition(
                            was.name(),
                            was.description(),
                            List.of(String.join(" ", was.line()).split(" ", -1)),
                            was.folder(),
                            was.user(),
                            was.environment(),
                            was.environmentFile(),
                            was.enabled()));
        }
    }

    private static final class StartsWhatIsDefined extends AlteredServices {
        StartsWhatIsDefined(HostServices real) {
            super(real);
        }

        @Override
        public void define(ServiceDefinition definition) {
            super.define(definition);
            super.start(definition.name());
        }
    }

    private static final class LeavesRunning extends AlteredServices {
        LeavesRunning(HostServices real) {
            super(real);
        }

        @Override
        public void stop(String name) {
            // it goes on
        }
    }

    private static final class DoesNotRestart extends AlteredServices {
        DoesNotRestart(HostServices real) {
            super(real);
        }

        @Override
        public void restart(String name) {
            super.start(name);
        }
    }
}
