package dev.viridian.provision;

import dev.viridian.Evidence;
import dev.viridian.spi.Probes;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;

/**
 * One machine, as the steps of its provisioning see it: its files, commands, packages, services and accounts. A real one is a Linux
 * machine; a simulated one is in memory. Every call may be repeated, since a provisioning that was killed is run again from its start.
 *
 * <p>Paths are written with slashes. One that begins with a slash is where it says, in the root of the host; any other is within the
 * host's home, the folder that belongs to the application.
 */
public interface Host {
    /** What people call this machine, for messages: its host name, or what its platform calls it. */
    String name();

    /** Its files. */
    HostFiles files();

    /** Its commands. */
    HostCommands commands();

    /** The packages of its distribution. */
    HostPackages packages();

    /** What it keeps running. */
    HostServices services();

    /** Its users and groups. */
    HostAccounts accounts();

    /** Artifacts, fetched and unpacked. */
    HostArtifacts artifacts();

    /** Values that must not be seen. */
    HostSecrets secrets();

    /** How something is asked from this machine. */
    Probes probes();

    /** Its clock. */
    Time time();

    /** Its concurrency. */
    Tasks tasks();

    /**
     * What there is to know of it when something failed: free disk and memory, the clock, versions of system and JVM. It never throws:
     * what cannot be found out is said so.
     */
    Evidence examine();
}
