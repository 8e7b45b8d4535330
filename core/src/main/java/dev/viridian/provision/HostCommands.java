package dev.viridian.provision;

import dev.viridian.spi.PlatformException;

/** The commands of a host. */
public interface HostCommands {
    /**
     * Runs a command to its end, its children too, and returns whatever it exits with. Its standard input is empty.
     *
     * @throws PlatformException when there is no such program, or when its time was over and it was killed: with
     *     {@link dev.viridian.Failure.DeadlinePassed}, whose text holds the end of its output
     */
    CommandResult run(Command command);
}
