package dev.viridian.provision;

import dev.viridian.Evidence;
import dev.viridian.spi.Probes;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;

/** A host whose secrets are remembered as they are read. */
record WatchedHost(Host host, KnownSecrets known) implements Host {
    @Override
    public String name() {
        return host.name();
    }

    @Override
    public HostFiles files() {
        return host.files();
    }

    @Override
    public HostCommands commands() {
        return host.commands();
    }

    @Override
    public HostPackages packages() {
        return host.packages();
    }

    @Override
    public HostServices services() {
        return host.services();
    }

    @Override
    public HostAccounts accounts() {
        return host.accounts();
    }

    @Override
    public HostArtifacts artifacts() {
        return host.artifacts();
    }

    @Override
    public HostSecrets secrets() {
        return known;
    }

    @Override
    public Probes probes() {
        return host.probes();
    }

    @Override
    public Time time() {
        return host.time();
    }

    @Override
    public Tasks tasks() {
        return host.tasks();
    }

    @Override
    public Evidence examine() {
        return host.examine();
    }
}
