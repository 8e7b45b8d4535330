package dev.viridian.testing.host;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.tcp;
import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.directory;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.environmentFile;
import static dev.viridian.provision.ProvisioningStep.packages;
import static dev.viridian.provision.ProvisioningStep.restart;
import static dev.viridian.provision.ProvisioningStep.secret;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.unpack;
import static dev.viridian.provision.ProvisioningStep.user;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.Finding;
import dev.viridian.provision.Host;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ProvisioningStep;
import dev.viridian.provision.Template;
import dev.viridian.testing.simulation.RealTimeUsed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProvisioningFaultsTest {
    private static final String ARTIFACT = "s3://releases/orders/1.4.2/orders.tar.gz";
    private static final HostSimulation MACHINE = HostSimulation.of("orders-1")
            .artifact(ARTIFACT, Map.of("orders.jar", "classes", "bin/start", "#!/bin/sh"))
            .secret("env:DB_PASSWORD", "correct horse battery")
            .packageAvailable("openjdk-17-jre-headless", "17.0.15")
            .identity("region", "eu-west-1")
            .command("migrate", (line, host) -> {
                host.files().write("migrated", new byte[0], FileAccess.FILE);
                return new CommandResult(0, "");
            });

    private static Provisioning orders(MachineContext machine) {
        return Provisioning.of("orders")
                .sideBySide(packages("openjdk-17-jre-headless"), user("orders"))
                .step(download(machine.artifact()).to("releases"))
                .step(unpack().into("app"))
                .step(directory("/var/log/orders").owner("orders").mode("0750"))
                .step(environmentFile("orders.env")
                        .set("DB_PASSWORD", secret("env:DB_PASSWORD"))
                        .owner("orders")
                        .triggering("restart"))
                .step(writeFile("orders.properties")
                        .from(Template.text("region=${region}\nport=${port}\n")
                                .with("region", machine.identity().region())
                                .with("port", String.valueOf(machine.port())))
                        .triggering("restart"))
                .step(command("migrate").creates("migrated"))
                .step(service("orders")
                        .runs("/usr/bin/java", "-jar", "app/orders.jar")
                        .as("orders")
                        .environmentFrom("orders.env"))
                .handler("restart", restart("orders"))
                .verify(tcp(machine.port()).accepts())
                .onFailure(when(
                                Failure.DiskFull.class,
                                remedy(
                                        "empty the cache",
                                        failure -> machine.host().files().remove("cache")))
                        .then(retry(2))
                        .then(rebuild()));
    }

    @Test
    void findsNothingWrongWithAGoodProvisioning() {
        ProvisioningExploration exploration =
                faults(ProvisioningFaultsTest::orders).explore();

        assertThat(exploration.broken()).as(exploration.toString()).isEmpty();
        assertThat(exploration.scenarios()).isGreaterThan(2_000);
    }

    @Test
    void findsThatAServiceDoesNotKnowItsNewConfiguration() {
        ProvisioningExploration exploration = faults(machine -> Provisioning.of("orders")
                        .step(service("orders").runs("/usr/bin/java"))
                        .step(new RestartsByItself()))
                .explore();

        assertThat(exploration.isClean()).isFalse();
        assertThat(exploration.toString())
                .contains("service orders was started before the last change of a file")
                .contains(".replay(\"call ");
    }

    @Test
    void findsAStepThatIsNotTheSameTheSecondTime() {
        ProvisioningExploration exploration =
                faults(machine -> Provisioning.of("orders").step(new Appends())).explore();

        assertThat(exploration.isClean()).isFalse();
        assertThat(exploration.toString()).contains("where nothing goes wrong it is");
    }

    @Test
    void findsASecretInWhatIsSaid() {
        ProvisioningExploration exploration =
                faults(machine -> Provisioning.of("orders").step(new Tells())).explore();

        assertThat(exploration.isClean()).isFalse();
        assertThat(exploration.toString())
                .contains("A secret is in the result")
                .doesNotContain("correct horse battery\n  A");
    }

    @Test
    void replaysWhatItFound() {
        ProvisioningFaults faults = faults(machine -> Provisioning.of("orders").step(new Appends()));
        String first = faults.explore().broken().get(0).scenario().toString();

        assertThat(faults.replay(first)).isNotEmpty();
        assertThat(faults.replay("undisturbed")).isEmpty();
        assertThatThrownBy(() -> faults.replay("call x EXPLODES"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("call 12 KILLED_AFTER");
    }

    @Test
    void refusesToReplayWhatDoesNotHappen() {
        ProvisioningFaults faults = faults(ProvisioningFaultsTest::orders);

        assertThatThrownBy(() -> faults.replay("call 9999 FAILS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'call 9999 FAILS' does not happen in process 1")
                .hasMessageContaining("Explore again");
        assertThatThrownBy(() -> faults.replay("call 3 FAILS, then call 1 FAILS"))
                .hasMessageContaining("'call 1 FAILS' does not happen in process 2");
    }

    @Test
    void refusesToExploreWhatDoesNotGoTheSameWayTwice() {
        AtomicInteger times = new AtomicInteger();

        assertThatThrownBy(() -> faults(machine -> Provisioning.of("orders")
                                .step(writeFile("number").saying("run " + times.incrementAndGet())))
                        .explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not go the same way twice: the machine at the end was the first time:")
                .hasMessageContaining("run 1")
                .hasMessageContaining("and the second time:")
                .hasMessageContaining("run 3");
        assertThatThrownBy(() -> faults(machine -> Provisioning.of("orders")
                                .step(directory(times.incrementAndGet() % 4 == 3 ? "even" : "odd")))
                        .explore())
                .hasMessageContaining("what is asked of the machine was the first time: call 1, ");
    }

    @Test
    void refusesARemedyThatWaitsForReal() {
        ProvisioningFaults faults = faults(machine -> Provisioning.of("orders")
                .step(writeFile("number").saying("1"))
                .onFailure(when(Failure.class, remedy("wait", failure -> Thread.sleep(3_600_000)))
                        .then(rebuild())));

        assertThatThrownBy(faults::explore)
                .isInstanceOf(RealTimeUsed.class)
                .hasMessageContaining("(ProvisioningFaultsTest.java:")
                .hasMessageContaining("waitForFile(…)");
    }

    @Test
    void refusesToExploreWhatFailsWhereNothingGoesWrong() {
        assertThatThrownBy(() -> faults(machine -> Provisioning.of("orders").step(command("rm", "-rf", "/")))
                        .explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Teach it by HostSimulation.command");
    }

    private static ProvisioningFaults faults(MachineProvisioning provisioning) {
        return ProvisioningFaults.of(provisioning).in(MACHINE).artifact(ARTIFACT);
    }

    /** Writes a file and then restarts: whoever dies in between never restarts. */
    private record RestartsByItself() implements ProvisioningStep {
        @Override
        public String name() {
            return "configure and restart";
        }

        @Override
        public Finding inspect(Host host) {
            return host.files().look("orders.properties").isPresent()
                    ? Finding.satisfied()
                    : Finding.differs("orders.properties: nothing → a file");
        }

        @Override
        public void perform(Host host) {
            host.files().write("orders.properties", new byte[] {1}, FileAccess.FILE);
            host.services().restart("orders");
        }
    }

    /** Adds a line each time, and believes that it was added once. */
    private record Appends() implements ProvisioningStep {
        @Override
        public String name() {
            return "append a line, then say so";
        }

        @Override
        public Finding inspect(Host host) {
            return host.files().look("done").isPresent() ? Finding.satisfied() : Finding.differs("no line yet");
        }

        @Override
        public void perform(Host host) {
            String before = host.files().look("log").isPresent()
                    ? new String(host.files().read("log"), StandardCharsets.UTF_8)
                    : "";
            host.files().write("log", (before + "line\n").getBytes(StandardCharsets.UTF_8), FileAccess.FILE);
            host.files().write("done", new byte[0], FileAccess.FILE);
        }
    }

    /** Reads a secret past the host that masks it, and tells it in an error. */
    private static final class Tells implements ProvisioningStep {
        @Override
        public String name() {
            return "connect";
        }

        @Override
        public Finding inspect(Host host) {
            return host.files().look("connected").isPresent() ? Finding.satisfied() : Finding.differs("not connected");
        }

        @Override
        public void perform(Host host) {
            try {
                host.files().write("connected", new byte[0], FileAccess.FILE);
            } catch (RuntimeException e) {
                throw new IllegalStateException("cannot connect as orders/correct horse battery", e);
            }
        }
    }
}
