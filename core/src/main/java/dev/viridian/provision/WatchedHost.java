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

    /** A command looks its secrets up by itself, and may write them: they must be known before it does. */
    @Override
    public HostCommands commands() {
        return command -> {
            command.line().forEach(value -> value.on(this));
            command.environment().values().forEach(value -> value.on(this));
            return host.commands().run(command);
        };
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
