package dev.viridian.testing.host;

import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;

/** What a scripted command does. */
@FunctionalInterface
public interface CommandScript {
    /**
     * Does it.
     *
     * @param command with its arguments, folder and environment
     * @param host the machine, for commands that change files; calls to it from here do not fail
     */
    CommandResult run(Command command, SimulatedHost host);
}
