package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.Host;
import dev.viridian.provision.PackageName;
import dev.viridian.provision.SecretReference;
import dev.viridian.testing.host.HostSimulation;
import dev.viridian.testing.host.ServiceScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A simulated machine to be held to the contract of hosts.
 *
 * @param host the machine, or what is made of it
 */
record SimulatedHostUnderTest(Host host) implements HostUnderTest {
    private static final String ARTIFACT = "s3://releases/orders/1.4.2/orders.tar.gz";
    private static final HostSimulation SIMULATION = HostSimulation.of("orders-1")
            .artifact(ARTIFACT, Map.of("orders.jar", "classes"))
            .secret("env:DB_PASSWORD", "correct horse")
            .packageAvailable("haproxy", "2.6.12-1")
            .command("fails", (command, host) -> new CommandResult(3, "out\ntrouble\n"))
            .command("hangs", (command, host) -> {
                host.time().sleep(Duration.ofHours(1));
                return new CommandResult(0, "begun\n");
            })
            .service(
                    HostServiceRules.NAME,
                    (definition, start, since) -> (definition.line().equals(List.of("fails"))
                                    ? ServiceScript.fails("no database")
                                    : ServiceScript.runsAfter(Duration.ofMillis(200)))
                            .after(definition, start, since));

    /** As it is. */
    static SimulatedHostUnderTest sound() {
        return altered(UnaryOperator.identity());
    }

    /** With a change. */
    static SimulatedHostUnderTest altered(UnaryOperator<Host> change) {
        return new SimulatedHostUnderTest(change.apply(SIMULATION.open()));
    }

    @Override
    public String elsewhere() {
        return "/srv/elsewhere";
    }

    @Override
    public Artifact artifact() {
        return Artifact.of(ARTIFACT);
    }

    @Override
    public String fileOfArtifact() {
        return "orders.jar";
    }

    @Override
    public Artifact missingArtifact() {
        return Artifact.of("s3://releases/orders/9.9.9/orders.tar.gz");
    }

    @Override
    public SecretReference secret() {
        return new SecretReference("env", "DB_PASSWORD");
    }

    @Override
    public String valueOfSecret() {
        return "correct horse";
    }

    @Override
    public Command failingCommand() {
        return Command.of("fails");
    }

    @Override
    public Command endlessCommand() {
        return Command.of("hangs");
    }

    @Override
    public List<String> program() {
        return List.of("runs");
    }

    @Override
    public List<String> failingProgram() {
        return List.of("fails");
    }

    @Override
    public boolean mayChangeAccounts() {
        return true;
    }

    @Override
    public Optional<PackageName> installablePackage() {
        return Optional.of(new PackageName("haproxy", Optional.empty()));
    }
}
