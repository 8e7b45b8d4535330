package dev.viridian.testing.contract;

import dev.viridian.Evidence;
import dev.viridian.provision.Host;
import dev.viridian.provision.HostAccounts;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.provision.HostCommands;
import dev.viridian.provision.HostFiles;
import dev.viridian.provision.HostPackages;
import dev.viridian.provision.HostSecrets;
import dev.viridian.provision.HostServices;
import dev.viridian.spi.Probes;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A host of which parts are replaced by others. */
final class AlteredHost implements Host {
    final Host real;
    private String name;
    private HostFiles files;
    private HostCommands commands;
    private HostPackages packages;
    private HostServices services;
    private HostAccounts accounts;
    private HostArtifacts artifacts;
    private HostSecrets secrets;
    private Probes probes;
    private Time time;
    private Tasks tasks;
    private Supplier<Evidence> examination;

    AlteredHost(Host real) {
        this.real = real;
        this.name = real.name();
        this.files = real.files();
        this.commands = real.commands();
        this.packages = real.packages();
        this.services = real.services();
        this.accounts = real.accounts();
        this.artifacts = real.artifacts();
        this.secrets = real.secrets();
        this.probes = real.probes();
        this.time = real.time();
        this.tasks = real.tasks();
        this.examination = real::examine;
    }

    AlteredHost name(String other) {
        name = other;
        return this;
    }

    AlteredHost files(UnaryOperator<HostFiles> change) {
        files = change.apply(files);
        return this;
    }

    AlteredHost commands(UnaryOperator<HostCommands> change) {
        commands = change.apply(commands);
        return this;
    }

    AlteredHost packages(UnaryOperator<HostPackages> change) {
        packages = change.apply(packages);
        return this;
    }

    AlteredHost services(UnaryOperator<HostServices> change) {
        services = change.apply(services);
        return this;
    }

    AlteredHost accounts(UnaryOperator<HostAccounts> change) {
        accounts = change.apply(accounts);
        return this;
    }

    AlteredHost artifacts(UnaryOperator<HostArtifacts> change) {
        artifacts = change.apply(artifacts);
        return this;
    }

    AlteredHost secrets(UnaryOperator<HostSecrets> change) {
        secrets = change.apply(secrets);
        return this;
    }

    AlteredHost probes(UnaryOperator<Probes> change) {
        probes = change.apply(probes);
        return this;
    }

    AlteredHost time(UnaryOperator<Time> change) {
        time = change.apply(time);
        return this;
    }

    AlteredHost tasks(UnaryOperator<Tasks> change) {
        tasks = change.apply(tasks);
        return this;
    }

    AlteredHost examination(Supplier<Evidence> other) {
        examination = other;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public HostFiles files() {
        return files;
    }

    @Override
    public HostCommands commands() {
        return commands;
    }

    @Override
    public HostPackages packages() {
        return packages;
    }

    @Override
    public HostServices services() {
        return services;
    }

    @Override
    public HostAccounts accounts() {
        return accounts;
    }

    @Override
    public HostArtifacts artifacts() {
        return artifacts;
    }

    @Override
    public HostSecrets secrets() {
        return secrets;
    }

    @Override
    public Probes probes() {
        return probes;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public Evidence examine() {
        return examination.get();
    }
}
