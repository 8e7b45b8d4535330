package dev.viridian.machine;

import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.HostCommands;
import dev.viridian.spi.PlatformException;
import java.time.Duration;

/** The tools of the system, which say by their exit code whether it went well. */
record SystemCommands(HostCommands commands) {
    private static final int MOST_SHOWN = 1_000;
    private static final Duration QUICK = Duration.ofMinutes(1);

    /** What it writes, where it went well. */
    String require(String doing, String program, String... arguments) {
        return require(doing, Command.of(program, arguments).within(QUICK));
    }

    String require(String doing, Command command) {
        CommandResult result = commands.run(command);
        if (result.exit() != 0) {
            throw failed(doing, command, result);
        }
        return result.output();
    }

    CommandResult run(String program, String... arguments) {
        return commands.run(Command.of(program, arguments).within(QUICK));
    }

    CommandResult run(Command command) {
        return commands.run(command);
    }

    /** What a tool refuses now it may take later, when its lock is free or its mirror is back. */
    static PlatformException failed(String doing, Command command, CommandResult result) {
        return PlatformException.passing(doing, new Exited(command, result));
    }

    /** How a tool ended. */
    private static final class Exited extends Exception {
        private static final long serialVersionUID = 1;

        Exited(Command command, CommandResult result) {
            super(command + " exited with " + result.exit() + ", expected 0. It wrote last: " + end(result.output()));
        }
    }

    private static String end(String output) {
        String text = output.strip();
        return text.length() <= MOST_SHOWN ? text : "…" + text.substring(text.length() - MOST_SHOWN);
    }
}
