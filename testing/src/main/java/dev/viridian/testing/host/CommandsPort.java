package dev.viridian.testing.host;

import dev.viridian.Failure;
import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.HostCommands;
import dev.viridian.provision.Value;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.host.HostCall.Kind;
import java.time.Instant;
import java.util.stream.Collectors;

/** The scripted commands, through the gate. */
record CommandsPort(HostWorld world, HostGate gate, SimulatedHost host) implements HostCommands {
    @Override
    public CommandResult run(Command command) {
        String line = command.line().stream().map(Value::toString).collect(Collectors.joining(" "));
        return gate.call(Kind.CHANGE, "run " + command, () -> {
            Instant end = world.clock.now().plus(command.limit());
            world.clock.pass(world.draft.pace);
            CommandResult result = script(line).run(command, host);
            if (world.clock.now().isAfter(end)) {
                world.clock.backTo(end);
                throw new PlatformException(new Failure.DeadlinePassed(
                        command + " was killed; it wrote last: " + result.output(), command.limit()));
            }
            return result;
        });
    }

    /** The whole line, or else its longest known beginning. */
    private CommandScript script(String line) {
        String known = world.draft.commands.keySet().stream()
                .filter(beginning -> line.equals(beginning) || line.startsWith(beginning + " "))
                .reduce("", (one, other) -> other.length() > one.length() ? other : one);
        CommandScript script = world.draft.commands.get(known);
        if (script == null) {
            throw PlatformException.refused(
                    "run `" + line + "`",
                    "the simulated machine knows no such command, only "
                            + world.draft.commands.keySet()
                            + ". Teach it by HostSimulation.command(line, output).");
        }
        return script;
    }
}
