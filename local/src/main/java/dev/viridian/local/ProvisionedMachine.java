package dev.viridian.local;

import dev.viridian.Evidence;
import dev.viridian.Machine;
import dev.viridian.machine.LinuxHost;
import dev.viridian.machine.ResultFile;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.ServiceState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What there is of a machine that provisions itself: its result file, and the services that its provisioning has left. */
final class ProvisionedMachine {
    private static final String SERVICES = ".viridian/services";

    private final Path home;
    private final LinuxHost host;

    ProvisionedMachine(Path home) {
        this.home = home;
        this.host = LinuxHost.home(home).supervising().open();
    }

    /**
     * What it does.
     *
     * @param state as the platform says it
     * @param detail why, for people
     */
    record Condition(Machine.State state, String detail) {}

    /** Whether it is not to be provisioned any more: it is ready, or has failed for good. */
    boolean hasEnded() {
        return result().filter(result -> result.state() != ResultFile.State.PROVISIONING)
                .isPresent();
    }

    /** As it is now; empty while nothing is known, or where it was killed. */
    Optional<Condition> condition(boolean provisioning) {
        Optional<ResultFile> result = result();
        if (result.isPresent() && result.get().state() == ResultFile.State.FAILED) {
            return Optional.of(
                    new Condition(Machine.State.FAILED, result.get().failure().orElse("its provisioning failed")));
        }
        if (result.isPresent() && result.get().state() == ResultFile.State.READY) {
            return Optional.of(services());
        }
        return provisioning
                ? Optional.of(new Condition(Machine.State.STARTING, "it is being provisioned"))
                : Optional.empty();
    }

    /** A service that is started anew now and then is for the health checks to judge. */
    private Condition services() {
        for (String name : names()) {
            ServiceState state = host.services().look(name);
            if (state.condition() == ServiceState.Condition.FAILED
                    || state.condition() == ServiceState.Condition.STOPPED) {
                return new Condition(Machine.State.FAILED, "service " + name + ": " + state.detail());
            }
        }
        return new Condition(Machine.State.RUNNING, "");
    }

    Evidence evidence() {
        Evidence evidence = result().map(ResultFile::evidence).orElse(Evidence.none());
        HostServices services = host.services();
        for (String name : names()) {
            evidence = evidence.and(services.examine(name));
        }
        return evidence;
    }

    /** Ends its services, and what a killed provisioning has left running. */
    void stop() {
        host.endLeftCommands();
        names().forEach(name -> host.services().stop(name));
    }

    private Optional<ResultFile> result() {
        return ResultFile.read(home.resolve(ResultFile.NAME));
    }

    private List<String> names() {
        return host.files().list(SERVICES);
    }
}
